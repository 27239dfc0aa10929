using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gantry.Relay;
using Gantry.Simulator.Recording;
using Gantry.Simulator.Scripts;
using Gantry.Tests.Relay.Faults;
using Xunit;

namespace Gantry.Tests.Relay.Failover;

/// <summary>Upstreams that take their time: clients are kept, and another upstream is asked for as long as that can be hidden.</summary>
[Waiting]
public sealed class SilenceTests
{
    private const string Late = $"{FailoverRig.Good}-d9000";

    private static readonly RelayLimits Impatient = new()
    {
        FirstByte = TimeSpan.FromSeconds(1.2),
        FirstByteSlow = TimeSpan.FromSeconds(1.2),
        Idle = TimeSpan.FromSeconds(1.2),
        KeepAlive = TimeSpan.FromMilliseconds(300),
    };

    [Theory]
    [InlineData("chat", "relay", ": keep-alive\n\n")]
    [InlineData("chat", "translate", ": keep-alive\n\n")]
    [InlineData("responses", "relay", ": keep-alive\n\n")]
    [InlineData("responses", "translate", ": keep-alive\n\n")]
    [InlineData("messages", "relay", "event: ping\n")]
    [InlineData("messages", "translate", "event: ping\n")]
    [InlineData("gemini", "relay", "")]
    [InlineData("gemini", "translate", "")]
    public async Task R_6_Slow_first_byte_is_bridged_and_another_upstream_answers_in_the_same_stream(string protocol, string way, string keepAlive)
    {
        await using var rig = await FailoverRig.StartAsync(Late, Impatient, Ways.Spoken(way, second: false, protocol));

        var tried = await rig.AskAsync(protocol, "m", stream: true);

        tried.CheckServed(protocol, stream: true);
        Assert.StartsWith(keepAlive, tried.Body, StringComparison.Ordinal);
        Assert.Equal("bad:first_byte_timeout good:served", tried.Way);
        Assert.Equal("unknown", tried.CostStatuses[0]);
        Assert.InRange(tried.Lasted, TimeSpan.FromSeconds(1.1), TestRun.Limit(3));
        var broken = Assert.Single(rig.Bad.Record.Exchanges);
        await broken.Ended.WaitAsync(TestRun.Limit(1), TestContext.Current.CancellationToken);
        Assert.Equal(ExchangeOutcome.ClientClosed, broken.Outcome);
        await rig.CheckMoneyAsync();
    }

    [Theory]
    [InlineData("chat", "relay", "500")]
    [InlineData("chat", "translate", "html")]
    [InlineData("responses", "relay", "429-ra3600")]
    [InlineData("responses", "translate", "errorbefore")]
    [InlineData("messages", "relay", "reset")]
    [InlineData("messages", "translate", "400")]
    [InlineData("messages", "relay", "400")]
    public async Task E_9_Error_of_the_last_upstream_behind_a_keep_alive_is_told_in_the_stream(string protocol, string way, string fault)
    {
        var speaks = Ways.Spoken(way, second: false, protocol);
        await using var rig = await FailoverRig.StartAsync(Impatient, (bad, good) => FailoverRig.File(
            [FailoverRig.Upstream("bad", bad, speaks), FailoverRig.Upstream("good", good, speaks)],
            [("m", "bad", Late, 0), ("m", "good", FailoverRig.Broken(fault), 1)]));

        var tried = await rig.AskAsync(protocol, "m", stream: true);

        Assert.Equal((200, "text/event-stream"), (tried.Status, tried.Response.Content.Headers.ContentType?.MediaType));
        var last = tried.Body.TrimEnd('\n').Split('\n').Last(line => line.StartsWith("data: ", StringComparison.Ordinal));
        Assert.True(JsonNode.Parse(last[6..]) is JsonObject error && error.ToJsonString().Contains("\"error\"", StringComparison.Ordinal), tried.Body);
        Assert.DoesNotContain("w000000", tried.Body);
        Assert.DoesNotContain("[DONE]", tried.Body);
        Assert.True((0, "nothing_delivered") == (tried.Charged, tried.Reason), tried.ToString());
        await rig.CheckMoneyAsync();
    }

    [Fact]
    public async Task E_9_Array_that_white_space_has_opened_stays_an_array()
    {
        await using var rig = await FailoverRig.StartAsync(Impatient, (bad, good) => FailoverRig.File(
            [FailoverRig.Upstream("bad", bad, "chat"), FailoverRig.Upstream("good", good, "chat")],
            [("m", "bad", $"{FailoverRig.Good}-h9000", 0), ("m", "good", FailoverRig.Broken("500"), 1)]));

        var tried = await rig.AskAsync("gemini-array", "m", stream: true);

        Assert.Equal((200, "application/json"), (tried.Status, tried.Response.Content.Headers.ContentType?.MediaType));
        Assert.StartsWith(" ", tried.Body, StringComparison.Ordinal);
        Assert.True(JsonElement.Parse(tried.Bytes).EnumerateArray().Last().TryGetProperty("error", out _), tried.Body);
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("responses")]
    [InlineData("messages")]
    public async Task Preamble_is_let_go_when_its_time_is_up_and_then_nobody_else_is_asked(string protocol)
    {
        await using var rig = await FailoverRig.StartAsync("stall-k1", Impatient with { Preamble = TimeSpan.FromMilliseconds(500), KeepAlive = TimeSpan.FromSeconds(30) });

        var tried = await rig.AskAsync(protocol, "m", stream: true);

        Assert.Equal((200, "bad:silent_before_content"), (tried.Status, tried.Way));
        Assert.Empty(rig.Better.Record.Exchanges);
        Assert.StartsWith(protocol == "messages" ? "event: message_start" : protocol == "responses" ? "event: response.created" : "data: {", tried.Body, StringComparison.Ordinal);
        Assert.Contains("\"error\"", tried.Body);
        Assert.Equal((0, "nothing_delivered"), (tried.Charged, tried.Reason));
    }

    [Theory]
    [InlineData(true, "relay")]
    [InlineData(false, "relay")]
    [InlineData(true, "translate")]
    [InlineData(false, "translate")]
    public async Task Stream_that_only_shows_signs_of_life_ends(bool content, string way)
    {
        const string start = "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,\"usage\":{\"input_tokens\":100,\"output_tokens\":1}}}\n\n";
        const string said = "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\nevent: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"hello\"}}\n\n";
        const string ping = "event: ping\ndata: {\"type\": \"ping\"}\n\n";
        var opening = content ? start + said : start;
        await using var limited = await FailoverRig.StartAsync(
            new RelayLimits { ContentIdle = TimeSpan.FromSeconds(1), Preamble = TimeSpan.FromMilliseconds(300), Attempts = 1 },
            (bad, _) => FailoverRig.File([FailoverRig.Upstream("bad", bad, "messages")], [("m", "bad", FailoverRig.Good, 0)]));
        limited.Bad.Scripts.Enqueue(new Script
        {
            Replay = new ReplayScript
            {
                Headers = [new("content-type", "text/event-stream")],
                Body = Encoding.UTF8.GetBytes(opening + string.Concat(Enumerable.Repeat(ping, 200))),
                ChunkSizes = [opening.Length, .. Enumerable.Repeat(ping.Length, 200)],
                Interval = TimeSpan.FromMilliseconds(100),
            },
        });

        var tried = await limited.AskAsync(way == "relay" ? "messages" : "chat", "m", stream: true);

        Assert.Equal(content ? "bad:silent_after_content" : "bad:silent_before_content", tried.Way);
        Assert.InRange(tried.Lasted, TimeSpan.FromSeconds(0.9), TestRun.Limit(3));
        Assert.Equal(content ? "delivered" : "nothing_delivered", tried.Reason);
        Assert.Contains("error", tried.Body);
    }
}
