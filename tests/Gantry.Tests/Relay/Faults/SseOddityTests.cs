using System.Text;
using Gantry.Simulator.Scripts;
using Xunit;

namespace Gantry.Tests.Relay.Faults;

/// <summary>Streams that are odd but whole pass byte for byte, however they are cut into reads.</summary>
[Waiting]
public sealed class SseOddityTests(FaultGateway fixture) : IClassFixture<FaultGateway>
{
    private static readonly Dictionary<string, string[]> Events = new()
    {
        ["chat"] =
        [
            "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"é漢字🙂 #\"}}]}",
            "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}",
            "data: [DONE]",
        ],
        ["responses"] =
        [
            "event: response.created\ndata: {\"type\":\"response.created\",\"sequence_number\":0,\"response\":{\"id\":\"resp_1\"}}",
            "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"sequence_number\":1,\"delta\":\"é漢字🙂 #\"}",
            "event: response.completed\ndata: {\"type\":\"response.completed\",\"sequence_number\":2,\"response\":{\"id\":\"resp_1\",\"status\":\"completed\",\"usage\":{\"input_tokens\":3,\"output_tokens\":2}}}",
        ],
        ["messages"] =
        [
            "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"usage\":{\"input_tokens\":3,\"output_tokens\":1}}}",
            "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"é漢字🙂 #\"}}",
            "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":2}}",
            "event: message_stop\ndata: {\"type\":\"message_stop\"}",
        ],
        ["gemini"] =
        [
            "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"é漢字🙂 #\"}]}}]}",
            "data: {\"candidates\":[{\"content\":{\"parts\":[]},\"finishReason\":\"STOP\"}],\"usageMetadata\":{\"promptTokenCount\":3,\"candidatesTokenCount\":2,\"totalTokenCount\":5}}",
        ],
    };

    public static TheoryData<string, string> Cases()
    {
        var data = new TheoryData<string, string>();
        foreach (var protocol in ClientCall.Protocols)
        {
            foreach (var oddity in new[] { "plain", "bom", "cr", "crlf", "split", "nospace", "huge", "nolastblank", "comments" })
            {
                data.Add(protocol, oddity);
            }
        }

        data.Add("chat", "noterminal");
        data.Add("messages", "noterminal");
        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    [Trait("Case", "1")]
    [Trait("Case", "2")]
    [Trait("Case", "3")]
    [Trait("Case", "4")]
    [Trait("Case", "5")]
    [Trait("Case", "16")]
    public async Task Odd_stream_passes_byte_for_byte(string protocol, string oddity)
    {
        var sent = Body(Events[protocol], oddity);
        fixture.Gateway.Simulator.Scripts.Replace(new Script
        {
            Replay = new ReplayScript
            {
                Headers = [new("content-type", "text/event-stream")],
                Body = sent,
                ChunkSizes = oddity == "huge" ? [64 * 1024] : oddity == "split" ? [1] : [7, 1, 300],
            },
        });

        var result = await fixture.AskAsync(protocol, FaultGateway.Replayed, stream: true);

        Assert.True(result.Bytes.AsSpan().SequenceEqual(sent), $"{result.Bytes.Length} bytes differ from {sent.Length}");
        Assert.Equal(("completed", null, 1L), (result.Row.Outcome, result.Row.ErrorCode, result.Row.Streamed));
        Assert.Equal(sent.LongLength, result.Row.ResponseBytes);
        if (protocol == "chat")
        {
            // It says nothing of its usage: words that came are estimated, and said to be. An event that is too large to look into has none.
            Assert.Equal(("estimated", true), (result.Row.UsageSource, result.Row.Output > 0 || oddity == "huge"));
        }
        else
        {
            Assert.Equal((3L, 2L), (result.Row.UncachedInput, result.Row.Output));
        }
    }

    private static byte[] Body(string[] events, string oddity)
    {
        var text = string.Concat(events.Select(e => e + "\n\n"));
        text = oddity switch
        {
            "bom" => "\uFEFF" + text,
            "cr" => text.Replace('\n', '\r'),
            "crlf" => text.Replace("\n", "\r\n", StringComparison.Ordinal),
            "nospace" => text.Replace("data: ", "data:", StringComparison.Ordinal).Replace("event: ", "event:", StringComparison.Ordinal),
            "huge" => text.Replace("#", new string('h', 17 << 20), StringComparison.Ordinal),
            "nolastblank" => text[..^1],
            // It said why it stopped: only the last word is missing (reliability R-11).
            "noterminal" => text.Replace(events[^1] + "\n\n", "", StringComparison.Ordinal),
            "comments" => ": hello\n\n" + text.Replace("\n\n", "\n\n: still here\n\n", StringComparison.Ordinal),
            _ => text,
        };
        return Encoding.UTF8.GetBytes(text);
    }
}
