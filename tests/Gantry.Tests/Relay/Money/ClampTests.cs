using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Gantry.Tests.Relay.Faults;
using Gantry.Tests.Relay.Translated;
using Xunit;

namespace Gantry.Tests.Relay.Money;

/// <summary><c>X-Gantry-Max-Cost</c>: whole answers are kept short enough, streams are cut off, and nobody pays more than he allows.</summary>
public sealed class ClampTests
{
    // 15 dollars a million: a cent buys 666 tokens of answer.
    private const string Price = "input: 3, output: 15";
    private const string Model = "sim-text";
    private const string Header = "X-Gantry-Max-Cost";

    public static TheoryData<string, string> Ways()
    {
        var ways = new TheoryData<string, string>();
        foreach (var client in ClientCall.Protocols)
        {
            foreach (var upstream in ClientCall.Protocols) ways.Add(client, upstream);
        }

        return ways;
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Whole_answer_is_asked_for_as_short_as_the_bound_affords(string client, string upstream)
    {
        await using var bank = await Bank.OpenAsync("5.00", Price, [Model], upstream: $"speaks: [{upstream}]");
        var call = Limited(ClientCall.Ask(client, Model, stream: false), 50_000);

        using var answer = await bank.Gateway.PostAsync(call.Path, call.Body, (Header, "0.01"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var limit = long.Parse(answer.Header("x-gantry-max-output-tokens")!, CultureInfo.InvariantCulture);
        Assert.InRange(limit, 500, 666);
        Assert.Equal([limit], Limits(Assert.Single(bank.Simulator.Record.Exchanges).Body.Span));
        var charged = Assert.Single(await bank.ChargesAsync(1));
        Assert.InRange(charged.HoldNanos, 9_000_000, 10_000_000);
        Assert.InRange(charged.ChargedNanos, 1, 10_000_000);
        Assert.Equal(0, charged.OverrunNanos);
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("responses")]
    [InlineData("gemini")]
    public async Task Whole_answer_without_a_limit_gets_one(string protocol)
    {
        await using var bank = await Bank.OpenAsync("5.00", Price, [Model], upstream: $"speaks: [{protocol}]");
        var call = ClientCall.Ask(protocol, Model, stream: false);

        using var answer = await bank.Gateway.PostAsync(call.Path, call.Body, (Header, "0.01"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(answer.Header("x-gantry-max-output-tokens"), Assert.Single(Limits(Assert.Single(bank.Simulator.Record.Exchanges).Body.Span)).ToString(CultureInfo.InvariantCulture));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Bound_that_affords_less_than_sixteen_tokens_refuses(string client, string upstream)
    {
        await using var bank = await Bank.OpenAsync("5.00", Price, [Model], upstream: $"speaks: [{upstream}]");
        var call = ClientCall.Ask(client, Model, stream: false);

        using var refused = await bank.Gateway.PostAsync(call.Path, call.Body, (Header, "0.0002"));

        // Google's protocol knows no 402.
        Assert.Equal(client == "gemini" ? HttpStatusCode.Forbidden : HttpStatusCode.PaymentRequired, refused.StatusCode);
        Assert.Contains(Header, await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal("max_cost_exceeded", Assert.Single(await bank.ChargesAsync(1)).ErrorCode);
        Assert.Empty(bank.Simulator.Record.Exchanges);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Request_below_its_bound_goes_out_as_it_is(string client, string upstream)
    {
        await using var bank = await Bank.OpenAsync("5.00", Price, [Model], upstream: $"speaks: [{upstream}]");
        var call = Limited(ClientCall.Ask(client, Model, stream: false), 100);

        using var answer = await bank.Gateway.PostAsync(call.Path, call.Body, (Header, "0.01"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Null(answer.Header("x-gantry-max-output-tokens"));
        Assert.Equal([100], Limits(Assert.Single(bank.Simulator.Record.Exchanges).Body.Span));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Stream_never_costs_more_than_its_bound(string client, string upstream)
    {
        const string longer = "sim-text-n2000";
        await using var bank = await Bank.OpenAsync("5.00", Price, [longer], upstream: $"speaks: [{upstream}]");
        var call = Limited(ClientCall.Ask(client, longer, stream: true), 50_000);

        using var answer = await bank.Gateway.PostAsync(call.Path, call.Body, (Header, "0.002"));
        await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal([50_000], Limits(Assert.Single(bank.Simulator.Record.Exchanges).Body.Span));
        var charged = Assert.Single(await bank.ChargesAsync(1));
        Assert.InRange(charged.ChargedNanos, 1, 2_000_000);
    }

    private static ClientCall Limited(ClientCall call, long tokens)
    {
        var body = JsonNode.Parse(call.Body)!.AsObject();
        switch (call.Protocol)
        {
            case "chat": body["max_completion_tokens"] = tokens; break;
            case "responses": body["max_output_tokens"] = tokens; break;
            case "messages": body["max_tokens"] = tokens; break;
            default: body["generationConfig"] = new JsonObject { ["maxOutputTokens"] = tokens }; break;
        }

        return call with { Body = body.ToJsonString() };
    }

    /// <summary>Every limit that a body names, in whatever protocol.</summary>
    private static List<long> Limits(ReadOnlySpan<byte> body)
    {
        var sent = JsonNode.Parse(Encoding.UTF8.GetString(body))!.AsObject();
        string[] names = ["max_tokens", "max_completion_tokens", "max_output_tokens"];
        var config = sent["generationConfig"]?["maxOutputTokens"];
        return [.. names.Select(name => sent[name]).Append(config).Where(limit => limit is not null).Select(limit => limit!.GetValue<long>())];
    }
}
