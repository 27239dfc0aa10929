using System.Net;
using Gantry.Simulator.Scripts;
using Gantry.Tests.Relay.Face;
using Gantry.Tests.Relay.State;
using Xunit;

namespace Gantry.Tests.Relay.Limits;

/// <summary>What counts, and against whom.</summary>
public sealed class LimitTests(LimitedGateway limited) : IClassFixture<LimitedGateway>
{
    private static readonly string[] Headers = ["x-ratelimit-limit-requests", "x-ratelimit-remaining-requests", "x-ratelimit-limit-tokens", "x-ratelimit-remaining-tokens"];

    private readonly TestGateway _gateway = Unscripted(limited.Gateway);

    [Theory]
    [InlineData("chat")]
    [InlineData("responses")]
    public async Task Own_limits_take_the_place_of_the_upstreams_in_the_clients_family(string protocol)
    {
        ScriptLimits();
        using var mine = (await LimitRig.AskAsync(_gateway, $"headers-{protocol}", Call.Of(protocol, "m"))).Response;
        Assert.Equal(["5", "4", "100000"], Headers[..3].Select(h => Told.Header(mine, h)));
        Assert.InRange(long.Parse(Told.Header(mine, Headers[3])!, System.Globalization.CultureInfo.InvariantCulture), 90_000, 99_998);
        Assert.InRange(Protocols.Limits.Durations.Read(Told.Header(mine, "x-ratelimit-reset-requests"))!.Value.TotalSeconds, 50, 60);
        Assert.Null(Told.Header(mine, "anthropic-ratelimit-requests-remaining"));
        Assert.Null(Told.Header(mine, "x-codex-primary-used-percent"));
        Assert.Equal("kept", Told.Header(mine, "openai-processing-ms"));

        ScriptLimits();
        using var free = (await LimitRig.AskAsync(_gateway, "free", Call.Of(protocol, "m"))).Response;
        Assert.Equal("7777", Told.Header(free, "x-ratelimit-limit-requests"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Messages_clients_read_them_in_anthropics_names(bool stream)
    {
        using var response = (await LimitRig.AskAsync(_gateway, $"headers-{stream}", Call.Of("messages", "m", stream))).Response;
        Assert.Equal(("5", "4"), (Told.Header(response, "anthropic-ratelimit-requests-limit"), Told.Header(response, "anthropic-ratelimit-requests-remaining")));
        Assert.Equal("100000", Told.Header(response, "anthropic-ratelimit-tokens-limit"));
        var reset = DateTimeOffset.Parse(Told.Header(response, "anthropic-ratelimit-requests-reset")!, System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange((reset - TimeProvider.System.GetUtcNow()).TotalSeconds, 50, 62);
    }

    [Theory]
    [InlineData("chat", false)]
    [InlineData("chat", true)]
    [InlineData("messages", true)]
    [InlineData("gemini", false)]
    public async Task Tokens_are_those_of_the_answer_once_it_has_come(string protocol, bool stream)
    {
        var before = await LimitRig.UsedAsync(_gateway, "tokens", "tokens_per_minute");
        Assert.Equal(HttpStatusCode.OK, (await LimitRig.AskAsync(_gateway, "tokens", Call.Of(protocol, "m", stream))).Status);
        Assert.Equal(150, await LimitRig.UsedAsync(_gateway, "tokens", "tokens_per_minute") - before);
    }

    [Fact]
    public async Task Request_that_comes_to_nothing_has_used_no_tokens()
    {
        _gateway.Simulator.Scripts.Replace(new Script { As = "sim-text-n3-fault-500", Times = 5 });
        Assert.NotEqual(HttpStatusCode.OK, (await LimitRig.AskAsync(_gateway, "nothing")).Status);
        Assert.Equal(0, await LimitRig.UsedAsync(_gateway, "nothing", "tokens_per_minute"));
    }

    [Fact]
    public async Task Counts_and_lists_are_requests_and_take_no_place()
    {
        var call = Call.Of("messages", "m");
        Assert.Equal(HttpStatusCode.OK, (await LimitRig.AskAsync(_gateway, "requests", call with { Path = "/v1/messages/count_tokens" })).Status);
        using var list = await _gateway.SendAsync(HttpMethod.Get, "/v1/models", null, LimitRig.As("requests"));
        Assert.Equal("1", Told.Header(list, "x-ratelimit-remaining-requests"));
        Assert.Equal(2, await LimitRig.UsedAsync(_gateway, "requests", "requests_per_minute"));
        Assert.Equal(HttpStatusCode.OK, (await LimitRig.AskAsync(_gateway, "requests", call)).Status);

        using var refused = await _gateway.SendAsync(HttpMethod.Get, "/v1/models", null, LimitRig.As("requests"));
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal("key_requests_per_minute; limit=3; used=3", Told.Header(refused, "x-gantry-rate-limit")!.Split("; resets")[0]);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 50, 60);
        Assert.Equal(0, await LimitRig.UsedAsync(_gateway, "requests", "concurrent"));
    }

    [Fact]
    public async Task Each_turn_of_a_websocket_is_a_request()
    {
        await using var client = await SocketClient.OpenAsync(_gateway, LimitRig.Secret("socket"));
        const string Turn = """{"type":"response.create","model":"m","input":"hello"}""";
        Assert.Equal("completed", (await client.CompleteAsync(Turn)).GetProperty("status").GetString());
        var error = Assert.Single(await client.TurnAsync(Turn));
        Assert.Equal(429, error.GetProperty("status").GetInt32());
        Assert.Equal("key_requests_per_minute", error.GetProperty("error").GetProperty("code").GetString());
        Assert.NotEmpty(error.GetProperty("headers").GetProperty("retry-after").GetString()!);
    }

    [Fact]
    public async Task Retry_that_gets_a_stored_answer_counts_nothing()
    {
        var first = await LimitRig.AskAsync(_gateway, "retried", headers: ("idempotency-key", "once"));
        var again = await LimitRig.AskAsync(_gateway, "retried", headers: ("idempotency-key", "once"));
        Assert.Equal((first.Status, first.Body), (again.Status, again.Body));
        Assert.Equal("true", Told.Header(again.Response, "x-gantry-idempotent-replay"));
        Assert.Equal(1, await LimitRig.UsedAsync(_gateway, "retried", "requests_per_minute"));
        Assert.Equal(HttpStatusCode.TooManyRequests, (await LimitRig.AskAsync(_gateway, "retried", headers: ("idempotency-key", "twice"))).Status);
    }

    [Fact]
    public async Task Attempts_of_one_request_count_once()
    {
        _gateway.Simulator.Scripts.Replace(new Script { As = "sim-text-n3-fault-500", Times = 1 });
        var (status, _, response) = await LimitRig.AskAsync(_gateway, "failover");
        Assert.Equal((HttpStatusCode.OK, "2"), (status, Told.Header(response, "x-gantry-attempts")));
        Assert.Equal(1, await LimitRig.UsedAsync(_gateway, "failover", "requests_per_minute"));
    }

    [Fact]
    public async Task Group_at_its_limit_is_passed_over_by_a_key_that_may_fall_back_and_refuses_one_that_may_not()
    {
        var seen = new List<string?>();
        for (var i = 0; i < 3; i++)
        {
            var (status, _, response) = await LimitRig.AskAsync(_gateway, "over");
            Assert.Equal(HttpStatusCode.OK, status);
            seen.Add(Told.Header(response, "x-gantry-group"));
        }

        Assert.Equal(["small", "all", "all"], seen);
        var refused = await LimitRig.AskAsync(_gateway, "alone");
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.Status);
        Assert.Contains("The model 'm' of the group 'small' may make 1 requests a minute", refused.Body, StringComparison.Ordinal);
        Assert.Equal("model_requests_per_minute", (string)System.Text.Json.Nodes.JsonNode.Parse(refused.Body)!["error"]!["code"]!);
    }

    [Fact]
    public async Task Name_of_several_models_goes_to_the_one_that_has_room()
    {
        var before = _gateway.Simulator.Record.Exchanges.Count;
        var call = Call.Of("chat", "either");
        await LimitRig.AskAsync(_gateway, "virtual", call);
        Assert.Equal(HttpStatusCode.OK, (await LimitRig.AskAsync(_gateway, "virtual", call)).Status);
        Assert.Equal([LimitRig.Answer, "sim-text-n3"], _gateway.Simulator.Record.Exchanges.Skip(before).Select(e => e.Model));
    }

    [Fact]
    public async Task Key_that_says_nothing_has_the_gateways_limits_and_one_that_says_none_has_none()
    {
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(i < 2 ? HttpStatusCode.OK : HttpStatusCode.TooManyRequests, (await LimitRig.AskAsync(_gateway, "default")).Status);
            Assert.Equal(HttpStatusCode.OK, (await LimitRig.AskAsync(_gateway, "free")).Status);
        }

        Assert.Empty(await LimitRig.StandingAsync(_gateway, "free"));
    }

    // What the test before had scripted and not used up is not this one's.
    private static TestGateway Unscripted(TestGateway gateway)
    {
        gateway.Simulator.Scripts.Replace();
        return gateway;
    }

    private void ScriptLimits() => _gateway.Simulator.Scripts.Replace(new Script
    {
        Replay = new ReplayScript
        {
            Status = 200,
            Headers =
            [
                new("content-type", "application/json"), new("x-ratelimit-limit-requests", "7777"), new("anthropic-ratelimit-requests-remaining", "7777"),
                new("x-codex-primary-used-percent", "77"), new("openai-processing-ms", "kept"),
            ],
            Body = "{}"u8.ToArray(),
        },
    });
}
