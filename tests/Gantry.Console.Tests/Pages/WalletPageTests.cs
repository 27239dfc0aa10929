using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Gantry.Billing.Ledger;
using Gantry.Billing.Pricing;
using Gantry.Console.Tests.Rig;
using Gantry.Simulator;
using Gantry.Tests.Billing.Payments;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit;

namespace Gantry.Console.Tests.Pages;

/// <summary>Money comes by code and by card, goes by a request, and the wallet's page tells all of it to the nano-dollar.</summary>
public sealed class WalletPageTests(Chromium chromium)
{
    private const string StripeKey = "sk_test_0123456789abcdefghijklmn";
    private const string WebhookSecret = "whsec_0123456789abcdefghijklmn";

    [Fact]
    public async Task Money_comes_by_code_and_card_and_a_request_spends_it()
    {
        await using var stripe = await FakeStripe.StartAsync(StripeKey);
        await using var simulator = await SimulatorServer.StartAsync(cancellation: TestContext.Current.CancellationToken);
        await using var server = await GatewayServer.StartAsync(Configuration(simulator.BaseUrl, stripe.Address));
        await using var owner = await chromium.VisitAsync(server);
        await PageRig.SetUpOwnerAsync(owner);
        await using var visitor = await chromium.VisitAsync(server, new() { ReducedMotion = ReducedMotion.Reduce });
        using var client = new PlainClient(server.Address);
        await PageRig.AddUserAsync(server, visitor);
        var page = visitor.Page;
        await visitor.OpenLiveAsync("/console/topup");
        await visitor.ReadsAsync("Nothing has moved yet.");

        // Nothing, then a wrong code, then a right one, twice.
        await visitor.FillAsync("Redemption code", "");
        await page.GetByRole(AriaRole.Button, new() { Name = "Use code" }).ClickAsync();
        await Assertions.Expect(page.Locator("#code-error")).ToHaveTextAsync("Type or paste the code first.");
        await RedeemAsync(page, "AAAA-BBBB-CCCC-DDDD-EEEE-FFFF");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("mistyped, used already, expired or withdrawn");
        await Pictures.KeepAsync(page, "wallet-bad-code");
        var code = Assert.Single(await server.Services.GetRequiredService<IVoucherStore>().CreateAsync(new VoucherRequest(new Money(2_000_000_001), 1, null, "test"), 1, TestContext.Current.CancellationToken)).Code;
        await RedeemAsync(page, code.ToLowerInvariant());
        await Assertions.Expect(page.Locator("#balance")).ToHaveTextAsync("$2.000000001");
        await Assertions.Expect(page.Locator("table.book tbody tr")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("table.book tbody tr")).ToContainTextAsync("Code used");
        await Assertions.Expect(page.Locator("table.book tbody tr")).ToContainTextAsync("+$2.000000001");
        await RedeemAsync(page, code);
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("mistyped, used already");

        // By card: bounds, the payment page, back before and after the provider's word.
        await PayAsync(page, "1");
        await Assertions.Expect(page.Locator("#amount-error")).ToContainTextAsync("From $5.00 to $500.00.");
        await page.RouteAsync("**/pay/**", route => route.FulfillAsync(new() { ContentType = "text/html", Body = "<title>Pay</title><h1>Pay here</h1>" }));
        await PayAsync(page, "12.34");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Pay here");
        var session = Assert.Single(stripe.Sessions);
        Assert.Equal($"{server.Address.GetLeftPart(UriPartial.Authority)}/console/topup?order={session.Order}", stripe.Back);
        await visitor.OpenLiveAsync(new Uri(stripe.Back).PathAndQuery);
        await Assertions.Expect(page.Locator("#returned")).ToContainTextAsync("You can still pay it");
        await Assertions.Expect(page.Locator("#balance")).ToHaveTextAsync("$2.000000001");
        await Pictures.KeepAsync(page, "wallet-waiting");
        await ConfirmAsync(server, client, session);
        await Assertions.Expect(page.Locator("#returned")).ToContainTextAsync("$12.34 is in your wallet.");
        await Assertions.Expect(page.Locator("#balance")).ToHaveTextAsync("$14.340000001");
        await Assertions.Expect(page.Locator("table.book tbody tr").First).ToContainTextAsync("Paid in by card");

        // To others the order is not there.
        await owner.OpenLiveAsync("/console/topup?order=" + session.Order);
        await Assertions.Expect(owner.Page.Locator("#returned")).ToHaveCountAsync(0);
        await owner.ReadsAsync("Nothing has moved yet.");

        // A request with a capped key.
        await visitor.OpenLiveAsync("/console/token?new=1");
        await visitor.FillAsync("Name", "laptop");
        await visitor.PickAsync("Groups", "everyone");
        await visitor.FillAsync("USD per day", "0.50");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Create key" }).ClickAsync();
        var secret = await page.Locator("#new-key").InnerTextAsync();
        await page.Keyboard.PressAsync("Escape");
        var request = await AskAsync(client, secret);
        var entry = page.Locator("table.book tbody tr").Filter(new() { HasText = request });
        // It is settled a moment after its end.
        do
        {
            await visitor.OpenLiveAsync("/console/topup");
        }
        while (await entry.CountAsync() == 0);
        await Assertions.Expect(entry).ToContainTextAsync("Charge of a request");
        await Assertions.Expect(entry.GetByRole(AriaRole.Link)).ToHaveAttributeAsync("href", "/console/log?request=" + request);
        var cap = page.Locator("tr").Filter(new() { HasText = "$0.50 a day" });
        await Assertions.Expect(cap).ToContainTextAsync("laptop");
        var held = await entry.Locator("td").Last.InnerTextAsync();
        Assert.StartsWith("$14.3", held, StringComparison.Ordinal);
        Assert.NotEqual("$14.340000001", held);
        await Pictures.KeepAsync(page, "wallet-spent");
        Assert.Empty(visitor.Complaints);
    }

    private static async Task RedeemAsync(IPage page, string code)
    {
        await page.GetByLabel("Redemption code").FillAsync(code);
        await page.GetByRole(AriaRole.Button, new() { Name = "Use code" }).ClickAsync();
    }

    private static async Task PayAsync(IPage page, string amount)
    {
        await page.GetByLabel("Amount in USD").FillAsync(amount);
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on to pay" }).ClickAsync();
    }

    private static async Task ConfirmAsync(GatewayServer server, PlainClient client, FakeSession session)
    {
        var at = server.Time.GetUtcNow().ToUnixTimeSeconds();
        var body = new JsonObject
        {
            ["id"] = "evt_1",
            ["object"] = "event",
            ["created"] = at,
            ["data"] = new JsonObject { ["object"] = session.Pay().ToJson() },
            ["livemode"] = session.Live,
            ["type"] = "checkout.session.completed",
        }.ToJsonString();
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(WebhookSecret), Encoding.UTF8.GetBytes($"{at}.{body}")));
        using var answer = await client.SendAsync(HttpMethod.Post, "/webhooks/stripe", new StringContent(body, Encoding.UTF8, "application/json"), ("Stripe-Signature", $"t={at},v1={signature}"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    /// <summary>Waits: a key is in force within seconds.</summary>
    private static async Task<string> AskAsync(PlainClient client, string secret)
    {
        while (true)
        {
            using var answer = await client.SendAsync(
                HttpMethod.Post, "/v1/chat/completions", new StringContent("""{"model":"echo","messages":[{"role":"user","content":"hello"}]}""", Encoding.UTF8, "application/json"), ("Authorization", "Bearer " + secret));
            if (answer.StatusCode == HttpStatusCode.OK) return Assert.Single(answer.Headers.GetValues("x-request-id"));
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    private static string Configuration(Uri simulator, Uri stripe) =>
        $$"""
        upstreams:
          - {name: simulator, provider: simulator, base_url: '{{simulator}}', api_keys: [simulated], allow_private_network: true}
        models:
          - {id: echo, price: {input: 3.00, output: 15.00} }
        groups:
          - name: everyone
            deployments:
              - {model: echo, upstream: simulator, upstream_model: echo}
        settings:
          payments:
            stripe: {secret_key: {{StripeKey}}, webhook_secret: {{WebhookSecret}}, min: 5, max: 500, api_base: "{{stripe}}"}
        """;
}
