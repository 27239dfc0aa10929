using System.Net;
using System.Text;
using System.Text.Json;
using Gantry.Billing.Ledger;
using Gantry.Billing.Pricing;
using Gantry.Owner;
using Gantry.Tests.Relay;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gantry.Tests.Owner;

public sealed class WalletEndpointTests
{
    [Fact]
    public async Task Owner_of_a_key_sees_the_wallet_and_cashes_a_code_once()
    {
        await using var gateway = await TestGateway.StartAsync("echo");
        var code = await CodeAsync(gateway);
        var before = await JsonAsync(await gateway.SendAsync(HttpMethod.Get, "/v1/wallet", null));
        Assert.Equal(("0.000000000", "USD"), (before.GetProperty("available").GetString(), before.GetProperty("currency").GetString()));

        var redeemed = await JsonAsync(await RedeemAsync(gateway, code));
        Assert.Equal(("2.500000000", "2.500000000"), (redeemed.GetProperty("credited").GetString(), redeemed.GetProperty("total").GetString()));
        var again = await RedeemAsync(gateway, code);
        Assert.Equal(HttpStatusCode.BadRequest, again.StatusCode);
        Assert.StartsWith("req_", Assert.Single(again.Headers.GetValues("x-request-id")));
        Assert.Equal("2.500000000", (await JsonAsync(await gateway.SendAsync(HttpMethod.Get, "/v1/wallet", null))).GetProperty("available").GetString());
    }

    [Fact]
    public async Task Stranger_sees_nothing_and_bad_requests_are_no_guesses()
    {
        await using var gateway = await TestGateway.StartAsync("echo");
        Assert.Equal(HttpStatusCode.Unauthorized, (await gateway.SendAsync(HttpMethod.Get, "/v1/wallet", null, ("x-api-key", "sk-nobody"))).StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await gateway.SendAsync(HttpMethod.Post, "/v1/wallet", null)).StatusCode);
        for (var i = 0; i < GuessLimit.PerHour + 1; i++)
        {
            foreach (var body in (string[])["", "[]", "{\"code\":5}", "{}", new string(' ', 5000)])
                Assert.Equal(HttpStatusCode.BadRequest, (await gateway.SendAsync(HttpMethod.Post, "/v1/wallet/redeem", new StringContent(body))).StatusCode);
        }
    }

    [Fact]
    public async Task P_10_Eleventh_wrong_code_within_an_hour_waits()
    {
        await using var gateway = await TestGateway.StartAsync("echo");
        for (var i = 0; i < GuessLimit.PerHour; i++) Assert.Equal(HttpStatusCode.BadRequest, (await RedeemAsync(gateway, $"WRONG-{i}")).StatusCode);
        var refused = await RedeemAsync(gateway, await CodeAsync(gateway));
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromMinutes(58), TimeSpan.FromHours(1));
    }

    private static async Task<string> CodeAsync(TestGateway gateway) =>
        (await gateway.Host.Services.GetRequiredService<IVoucherStore>().CreateAsync(
            new VoucherRequest(new Money(2_500_000_000), 1, null, "test"), 1, TestContext.Current.CancellationToken))[0].Code;

    private static Task<HttpResponseMessage> RedeemAsync(TestGateway gateway, string code) =>
        gateway.SendAsync(HttpMethod.Post, "/v1/wallet/redeem", new StringContent($"{{\"code\": \"{code}\"}}", Encoding.UTF8, "application/json"));

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }
}
