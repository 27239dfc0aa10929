using System.Text;
using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Xunit;

namespace Gantry.Protocols.Tests.Messages;

public sealed class MessagesStreamTests
{
    [Fact]
    public void A_stream_is_written_in_the_dialects_own_grammar()
    {
        var bytes = MessagesWire.Stream(sink => AnswerReplay.Replay(Answer(), sink));

        Golden.Matches("Messages/Golden/stream.sse", bytes);
    }

    [Fact]
    [Trait("Case", "39")]
    public void Calls_that_grow_side_by_side_are_written_one_after_the_other()
    {
        var bytes = MessagesWire.Stream(sink =>
        {
            var tracker = new BlockTracker(sink);
            tracker.Start("id", "m");
            tracker.Grow(BlockKind.Text, "\"Hello\""u8);
            tracker.OpenTool(0, BlockKind.ToolCall, "a", "one");
            tracker.OpenTool(1, BlockKind.ToolCall, "", "two");
            tracker.GrowTool(1, BlockKind.ToolCall, "\"{\\\"y\\\":\""u8);
            tracker.GrowTool(0, BlockKind.ToolCall, "\"{}\""u8);
            tracker.OpenTool(2, BlockKind.CustomToolCall, "c", "patch");
            tracker.GrowTool(1, BlockKind.ToolCall, "\"2}\""u8);
            tracker.GrowTool(2, BlockKind.CustomToolCall, "\"say \\\"hi\\\"\\n\""u8);
            tracker.CloseAll();
            sink.Take(new StreamEvent { Kind = StreamEventKind.Stopped, StopReason = StopReason.ToolCalls });
        });

        CheckIndexes(bytes);
        Assert.Equal(
            $"text Hello\ncall a one {{}}\ncall toolu_r1_1 two {{\"y\":2}}\ncall c patch {{\"input\":\"say \\\"hi\\\"\\n\"}}\nToolCalls  {default(Usage)} m",
            MessagesWire.Describe(MessagesWire.Read(bytes).ToAnswer()).ReplaceLineEndings("\n"));
    }

    [Theory]
    [MemberData(nameof(MessagesSamples.Streams), MemberType = typeof(MessagesSamples))]
    public void Every_recorded_stream_passed_through_the_hub_keeps_the_grammar(string name)
    {
        Assert.SkipWhen(name.Length == 0, MessagesSamples.Absent);
        var bytes = MessagesSamples.Stream(MessagesSamples.Answer(name));

        CheckIndexes(MessagesWire.Stream(sink =>
        {
            var reader = Gantry.Protocols.Messages.MessagesCodec.Instance.NewStreamReader(sink);
            reader.Append(bytes);
            reader.Complete();
        }));
    }

    [Fact]
    public void An_answer_without_content_gets_an_empty_text()
    {
        var bytes = MessagesWire.Stream(sink => AnswerReplay.Replay(new ChatAnswer(), sink));

        CheckIndexes(bytes);
        Assert.True(Assert.IsType<TextPart>(Assert.Single(MessagesWire.Read(bytes).ToAnswer().Parts)).Text.IsEmpty);
    }

    [Fact]
    public void An_error_in_the_stream_is_told_in_the_upstreams_words()
    {
        var read = MessagesWire.Read(
            """
            event: error
            data: {"type":"error","error":{"type":"rate_limit_error","message":"Slow \"down\""}}


            """u8);

        Assert.Equal((ErrorKind.RateLimited, ErrorOrigin.Upstream, "Slow \"down\""), (read.Error!.Kind, read.Error.Origin, read.Error.Message));
    }

    [Theory]
    [InlineData("data: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"}}\n\n", true)]
    [InlineData("data: {\"type\":\"message_start\",\"message\":{\"id\":\"a\"}}\n\n", false)]
    [InlineData("data: {\"type\":\"message_start\"\n\n", false)]
    [InlineData("data: [DONE]\n\n", false)]
    [InlineData("", false)]
    public void A_stream_without_its_end_has_failed_unless_it_had_said_why_it_stops(string text, bool isComplete)
    {
        var read = MessagesWire.Read(Encoding.UTF8.GetBytes(text));

        Assert.Equal(isComplete, read.Complete);
        Assert.Equal(isComplete ? null : ErrorKind.BadUpstream, read.Error?.Kind);
    }

    [Fact]
    [Trait("Case", "303")]
    public void A_start_without_its_message_still_starts()
    {
        var read = MessagesWire.Read(
            """
            data: {"type":"message_start","message":null}

            data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"hi"}}

            data: {"type":"message_delta","delta":{"stop_reason":"end_turn"}}

            data: {"type":"message_stop"}


            """u8);

        Assert.Equal("hi", Assert.IsType<TextPart>(Assert.Single(read.ToAnswer().Parts)).Text.ToString());
    }

    [Fact]
    public void A_failure_ends_the_stream_with_an_error_event()
    {
        var bytes = MessagesWire.Stream(sink =>
        {
            sink.Take(new StreamEvent { Kind = StreamEventKind.Started });
            sink.Take(new StreamEvent { Kind = StreamEventKind.Failed, Error = new GatewayError(ErrorKind.Overloaded, ErrorOrigin.Upstream, "busy") });
        });

        var read = MessagesWire.Read(bytes);
        Assert.Equal((ErrorKind.Overloaded, "busy"), (read.Error!.Kind, read.Error.Message));
        Assert.DoesNotContain("message_stop", Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void Arguments_given_with_the_opening_are_not_lost()
    {
        var read = MessagesWire.Read(
            """
            data: {"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"t","name":"n","input":{"a":"b"}}}

            data: {"type":"content_block_stop","index":0}

            data: {"type":"message_stop"}


            """u8);

        Assert.Equal("{\"a\":\"b\"}", Assert.IsType<ToolCallPart>(Assert.Single(read.ToAnswer().Parts)).ArgumentsText.ToString());
    }

    [Theory]
    [InlineData("end_turn", StopReason.EndTurn)]
    [InlineData("max_tokens", StopReason.MaxTokens)]
    [InlineData("stop_sequence", StopReason.StopSequence)]
    [InlineData("tool_use", StopReason.ToolCalls)]
    [InlineData("pause_turn", StopReason.Pause)]
    [InlineData("refusal", StopReason.Refusal)]
    [InlineData("model_context_window_exceeded", StopReason.ContextFull)]
    [InlineData("compaction", StopReason.Compaction)]
    public void Every_reason_to_stop_is_read_and_written(string word, StopReason reason)
    {
        var answer = MessagesWire.Answer($$"""{"id":"a","content":[],"stop_reason":"{{word}}","stop_sequence":"x"}""");

        Assert.Equal(reason, answer.StopReason);
        Assert.Contains($"\"stop_reason\":\"{word}\"", Encoding.UTF8.GetString(MessagesWire.Write(answer, new LossLog())), StringComparison.Ordinal);
        Assert.Contains($"\"stop_reason\":\"{word}\"", Encoding.UTF8.GetString(MessagesWire.Stream(sink => AnswerReplay.Replay(answer, sink))), StringComparison.Ordinal);
    }

    private static ChatAnswer Answer() => new()
    {
        Id = "x",
        Model = "gpt",
        Parts =
        [
            new ReasoningPart(JsonText.From("hm")) { Seal = new ReasoningSeal(ReasoningSealKind.Signature, JsonText.From("sig")) },
            new ReasoningPart(JsonText.Empty) { Seal = new ReasoningSeal(ReasoningSealKind.Redacted, JsonText.From("data")) },
            new ReasoningPart(JsonText.Empty) { Seal = new ReasoningSeal(ReasoningSealKind.Signature, JsonText.From("alone")) },
            new TextPart(JsonText.From("Grüße \"\n\"")),
            new ToolCallPart("t", "f") { Arguments = new JsonSlice("{\"a\":1}"u8.ToArray()) },
        ],
        StopReason = StopReason.ToolCalls,
        Usage = new Usage { UncachedInput = 1, CacheRead = 2, CacheWrite5m = 3, CacheWrite1h = 4, Output = 5, Reasoning = 2, WebSearches = 1 },
    };

    // One block at a time, numbered without a gap; the event's name is its type.
    private static void CheckIndexes(byte[] bytes)
    {
        int next = 0, open = -1;
        var seen = new List<string>();
        foreach (string step in Encoding.UTF8.GetString(bytes).Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            string[] lines = step.Split('\n');
            Assert.Equal(2, lines.Length);
            using var data = JsonDocument.Parse(lines[1]["data: ".Length..]);
            string type = data.RootElement.GetProperty("type").GetString()!;
            Assert.Equal("event: " + type, lines[0]);
            seen.Add(type);
            int index = data.RootElement.TryGetProperty("index", out var number) ? number.GetInt32() : -1;
            switch (type)
            {
                case "content_block_start":
                    Assert.Equal((next++, -1), (index, open));
                    open = index;
                    break;
                case "content_block_delta":
                    Assert.Equal(open, index);
                    break;
                case "content_block_stop":
                    Assert.Equal(open, index);
                    open = -1;
                    break;
            }
        }

        // One recorded stream is an error and nothing else.
        if (seen is ["error"]) return;
        Assert.Equal("message_start", seen[0]);
        Assert.Equal(["content_block_stop", "message_delta", "message_stop"], seen[^3..]);
    }
}
