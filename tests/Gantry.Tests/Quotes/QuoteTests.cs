using System.Text.Json.Nodes;
using Gantry.Tests.Relay.Faults;
using Gantry.Tests.Relay.Money;
using Gantry.Tests.Relay.Translated;
using Xunit;

namespace Gantry.Tests.Quotes;

/// <summary>What a request would cost, told before it is sent.</summary>
public sealed class QuoteTests
{
    private const string Price = "input: 3, output: 15";
    private const string Model = "sim-text-usage-in1000-out100";

    [Theory]
    [InlineData("chat")]
    [InlineData("responses")]
    [InlineData("messages")]
    [InlineData("gemini")]
    public async Task Quote_takes_every_protocol_asks_nobody_and_holds_nothing(string protocol)
    {
        await using var bank = await Bank.OpenAsync("1.00", Price, [Model], group: "multiplier: 0.5");
        var call = ClientCall.Ask(protocol, Model, stream: false);

        var told = await QuoteAsync(bank, call.Body, ("x-gantry-protocol", protocol));

        var quote = Assert.Single(told["groups"]!.AsArray())!;
        Assert.Equal((protocol, "all", Model, "0.5", true), ((string)told["protocol"]!, (string)quote["group"]!, (string)quote["model"]!, (string)quote["multiplier"]!, (bool)quote["admitted"]!));
        var (prompt, likely, worst) = ((long)quote["prompt_tokens"]!, (long)quote["likely_output_tokens"]!, (long)quote["worst_output_tokens"]!);
        Assert.InRange(prompt, 1, 30);
        Assert.Equal(protocol == "messages" ? (100, 100) : (1_024, 16_000), (likely, worst));
        Assert.Equal(((prompt * 3_000) + (likely * 15_000)) / 2, (long)quote["likely_nanos"]!);
        Assert.InRange((long)quote["worst_nanos"]!, ((prompt * 3_000) + (worst * 15_000)) / 2, 200_000_000);
        Assert.Equal((long)quote["hold_nanos"]!, (long)quote["worst_nanos"]!);
        Assert.Empty(bank.Simulator.Record.Exchanges);
        Assert.Equal((1_000_000_000, 0), await bank.BalanceAsync());
        Assert.Empty(await bank.RowsAsync<string>("SELECT request_id FROM usage_records"));
    }

    [Theory]
    [InlineData("""{"model":"M","messages":[{"role":"user","content":"hi"}]}""", "chat")]
    [InlineData("""{"model":"M","max_tokens":9,"system":"be brief","messages":[{"role":"user","content":"hi"}]}""", "messages")]
    [InlineData("""{"model":"M","max_tokens":9,"messages":[{"role":"user","content":"hi"}],"tools":[{"name":"t","input_schema":{"type":"object"}}]}""", "messages")]
    [InlineData("""{"model":"M","input":"hi"}""", "responses")]
    [InlineData("""{"model":"models/M","contents":[{"role":"user","parts":[{"text":"hi"}]}]}""", "gemini")]
    public async Task Protocol_is_known_by_the_shape_of_the_body(string body, string protocol)
    {
        await using var bank = await Bank.OpenAsync("1.00", Price, [Model]);
        Assert.Equal(protocol, (string)(await QuoteAsync(bank, body.Replace("\"M\"", $"\"{Model}\"", StringComparison.Ordinal).Replace("models/M", "models/" + Model, StringComparison.Ordinal)))["protocol"]!);
    }

    [Fact]
    public async Task Quoted_worst_cost_is_what_is_held_and_the_quoted_history_is_the_keys_own()
    {
        await using var bank = await Bank.OpenAsync("1.00", Price, [Model]);
        var call = ClientCall.Ask("chat", Model, stream: false);
        using (var answer = await bank.Gateway.PostAsync(call.Path, call.Body)) await answer.JsonAsync();
        var held = Assert.Single(await bank.ChargesAsync(1)).HoldNanos;

        var quote = (await QuoteAsync(bank, call.Body))["groups"]![0]!;

        Assert.Equal(100, (long)quote["likely_output_tokens"]!);
        Assert.InRange((long)quote["hold_nanos"]!, held / 2, held * 2);
    }

    [Fact]
    public async Task Quote_says_which_cap_stands_in_the_way()
    {
        await using var bank = await Bank.OpenAsync("1.00", Price, [Model], key: "spend_cap: {amount: 0.01, window: day}");

        var quote = (await QuoteAsync(bank, ClientCall.Ask("chat", Model, stream: false).Body))["groups"]![0]!;

        Assert.False((bool)quote["admitted"]!);
        var refusal = quote["refusal"]!;
        Assert.Equal(("spend_cap_exceeded", "key", "day", 10_000_000), ((string)refusal["code"]!, (string)refusal["cap_of"]!, (string)refusal["window"]!, (long)refusal["limit_nanos"]!));
    }

    [Fact]
    public async Task Quote_says_that_the_balance_does_not_suffice()
    {
        await using var bank = await Bank.OpenAsync("0.01", Price, [Model]);

        var refusal = (await QuoteAsync(bank, ClientCall.Ask("chat", Model, stream: false).Body))["groups"]![0]!["refusal"]!;

        Assert.Equal(("insufficient_quota", 10_000_000), ((string)refusal["code"]!, (long)refusal["available_nanos"]!));
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData("[]", 400)]
    [InlineData("""{"model":"M"}""", 400)]
    [InlineData("""{"messages":[]}""", 400)]
    [InlineData("""{"model":"nobody","messages":[{"role":"user","content":"hi"}]}""", 404)]
    public async Task Body_that_no_request_has_is_refused(string body, int status)
    {
        await using var bank = await Bank.OpenAsync("1.00", Price, [Model]);
        using var response = await bank.Gateway.PostAsync("/v1/quote", body.Replace("\"M\"", $"\"{Model}\"", StringComparison.Ordinal));
        await response.JsonAsync(status);
    }

    private static async Task<JsonNode> QuoteAsync(Bank bank, string body, params (string Name, string Value)[] headers)
    {
        using var response = await bank.Gateway.PostAsync("/v1/quote?model=" + Model, body, headers);
        return await response.JsonAsync();
    }
}
