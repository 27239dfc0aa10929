using System.Net;
using System.Numerics;
using System.Text.Json.Nodes;
using Gantry.Tests.Relay;
using Gantry.Tests.Relay.Faults;
using Gantry.Tests.Relay.Money;
using Gantry.Tests.Relay.Translated;
using Xunit;

namespace Gantry.Tests.Owner;

/// <summary>What the owner of a key learns of one request.</summary>
public sealed class RequestEndpointTests
{
    private const string Price = "input: 3, output: 15, cache_read: 0.30";
    private const string Model = "sim-text-usage-in1000-out100";
    private const string OtherKey = "sk-other-key-0123456789abcdef";

    [Theory]
    [InlineData("chat", false)]
    [InlineData("responses", true)]
    [InlineData("messages", true)]
    [InlineData("gemini", false)]
    public async Task Charge_can_be_computed_again_from_what_the_owner_is_told(string protocol, bool stream)
    {
        await using var bank = await Bank.OpenAsync("1.00", Price, [Model], group: "multiplier: 0.3");
        var call = ClientCall.Ask(protocol, Model, stream);
        using var answer = await bank.Gateway.PostAsync(call.Path, call.Body);
        await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        await bank.ChargesAsync(1);

        var told = await GetAsync(bank, answer.Header("x-request-id")!);

        var charge = told["charge"]!;
        var computation = charge["computation"]!;
        var sum = computation["lines"]!.AsArray().Aggregate(BigInteger.Zero, (all, line) => all + (BigInteger)(long)line!["units"]! * (long)line["nanos_per_million"]!);
        var numerator = sum * (long)charge["multiplier_ppm"]!;
        Assert.Equal(BigInteger.Parse((string)computation["numerator"]!, null), numerator);
        var denominator = BigInteger.Parse((string)computation["denominator"]!, null);
        Assert.Equal((numerator + denominator - 1) / denominator, (long)charge["cost_nanos"]!);
        Assert.Equal((1_350_000, 1_350_000, 0, true), ((long)charge["cost_nanos"]!, (long)charge["charged_nanos"]!, (long)charge["overrun_nanos"]!, (bool)computation["equals_cost"]!));
        Assert.Equal(("0.001350000", "usage", "delivered"), ((string)charge["charged_usd"]!, (string)charge["reason"]!, (string)charge["policy"]!));
        Assert.Equal((1000, 100), ((long)told["usage"]!["uncached_input"]!, (long)told["usage"]!["output"]!));
        Assert.Equal((protocol, stream, "completed", 200), ((string)told["protocol"]!, (bool)told["streamed"]!, (string)told["outcome"]!, (int)told["status"]!));
        var attempts = told["attempts"]!;
        Assert.Equal(("1", "[200]"), (attempts["count"]!.ToJsonString(), attempts["statuses"]!.ToJsonString()));
        var only = Assert.Single(attempts["trail"]!.AsArray())!;
        Assert.Equal(("served", 200), ((string)only["outcome"]!, (int)only["status"]!));
        Assert.DoesNotContain("\"sim\"", told.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task D_5_Any_of_its_ids_finds_a_request()
    {
        await using var bank = await Bank.OpenAsync("1.00", Price, [Model]);
        using var answer = await bank.ChatAsync(Model, stream: false);
        var id = (string)(await answer.JsonAsync())["id"]!;
        await bank.ChargesAsync(1);
        var attempt = Assert.Single(await bank.RowsAsync<string>("SELECT attempt_id FROM attempt_costs"));

        foreach (var asked in (string[])[answer.Header("x-request-id")!, id, attempt])
            Assert.Equal(answer.Header("x-request-id"), (string)(await GetAsync(bank, asked))["id"]!);
    }

    [Fact]
    public async Task Request_of_another_account_is_as_unknown_as_none()
    {
        await using var gateway = await TestGateway.StartAsync(new Gantry.Relay.RelayLimits(), simulator =>
            Bank.Configuration(simulator, "1.00", Price, [Model], "", "", "", "")
            + $"  - email: other@example.com\n    keys:\n      - {{name: other, secret: {OtherKey}, groups: [all]}}\n");
        var call = ClientCall.Ask("chat", Model, stream: false);
        using var answer = await gateway.PostAsync(call.Path, call.Body);
        await gateway.UsageAsync(1);
        var id = answer.Header("x-request-id")!;

        using var mine = await gateway.SendAsync(HttpMethod.Get, "/v1/requests/" + id, null);
        using var others = await gateway.SendAsync(HttpMethod.Get, "/v1/requests/" + id, null, ("x-api-key", OtherKey));
        using var none = await gateway.SendAsync(HttpMethod.Get, "/v1/requests/req_none", null, ("x-api-key", OtherKey));

        Assert.Equal(HttpStatusCode.OK, mine.StatusCode);
        Assert.Equal(await WithoutIdAsync(none), await WithoutIdAsync(others));
    }

    [Fact]
    public async Task Refused_request_is_there_without_a_charge()
    {
        await using var bank = await Bank.OpenAsync("0.0001", "request: 0.10", [Model]);
        using var refused = await bank.ChatAsync(Model, stream: false);
        await bank.ChargesAsync(1);

        var told = await GetAsync(bank, refused.Header("x-request-id")!);

        Assert.Equal((402, "insufficient_quota", 0), ((int)told["status"]!, (string)told["error_code"]!, (int)told["attempts"]!["count"]!));
        Assert.Null(told["charge"]);
    }

    private static async Task<string> WithoutIdAsync(HttpResponseMessage response)
    {
        var body = await response.JsonAsync(404);
        body["error"]!.AsObject().Remove("request_id");
        return body.ToJsonString();
    }

    private static async Task<JsonNode> GetAsync(Bank bank, string id)
    {
        using var response = await bank.Gateway.SendAsync(HttpMethod.Get, "/v1/requests/" + id, null);
        return await response.JsonAsync();
    }
}
