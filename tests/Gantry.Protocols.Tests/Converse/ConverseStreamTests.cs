using System.Text;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Xunit;

namespace Gantry.Protocols.Tests.Converse;

public sealed class ConverseStreamTests
{
    [Fact]
    public void A_stream_is_written_in_the_dialects_own_grammar()
    {
        var losses = new LossLog();
        var answer = new ChatAnswer
        {
            Parts =
            [
                new ReasoningPart(JsonText.From("hm")) { Seal = new ReasoningSeal(ReasoningSealKind.Signature, JsonText.From("sig")) },
                new ReasoningPart(JsonText.Empty) { Seal = new ReasoningSeal(ReasoningSealKind.Redacted, JsonText.From("cg==")) },
                new ReasoningPart(JsonText.Empty) { Seal = new ReasoningSeal(ReasoningSealKind.Encrypted, JsonText.From("x")) },
                new TextPart(JsonText.From("Grüße \"\n\"")),
                new ToolCallPart("t", "f") { Arguments = new JsonSlice("{\"a\":1}"u8.ToArray()) },
                new ToolCallPart("", "g") { Kind = ToolKind.Custom, ArgumentsText = JsonText.From("say \"hi\"") },
            ],
            StopReason = StopReason.ToolCalls,
            Usage = new Usage { UncachedInput = 1, CacheRead = 2, CacheWrite5m = 3, CacheWrite1h = 4, Output = 5 },
        };

        var lines = ConverseWire.Lines(ConverseWire.Stream(sink => AnswerReplay.Replay(answer, sink), losses));

        Assert.Equal(
            [
                """messageStart {"role":"assistant"}""",
                """contentBlockDelta {"contentBlockIndex":0,"delta":{"reasoningContent":{"text":"hm"}}}""",
                """contentBlockDelta {"contentBlockIndex":0,"delta":{"reasoningContent":{"signature":"sig"}}}""",
                """contentBlockStop {"contentBlockIndex":0}""",
                """contentBlockDelta {"contentBlockIndex":1,"delta":{"reasoningContent":{"redactedContent":"cg=="}}}""",
                """contentBlockStop {"contentBlockIndex":1}""",
                """contentBlockDelta {"contentBlockIndex":2,"delta":{"reasoningContent":{"text":""}}}""",
                """contentBlockStop {"contentBlockIndex":2}""",
                """contentBlockDelta {"contentBlockIndex":3,"delta":{"text":"Grüße \"\n\""}}""",
                """contentBlockStop {"contentBlockIndex":3}""",
                """contentBlockStart {"contentBlockIndex":4,"start":{"toolUse":{"toolUseId":"t","name":"f"}}}""",
                """contentBlockDelta {"contentBlockIndex":4,"delta":{"toolUse":{"input":"{\"a\":1}"}}}""",
                """contentBlockStop {"contentBlockIndex":4}""",
                """contentBlockStart {"contentBlockIndex":5,"start":{"toolUse":{"toolUseId":"tooluse_r1_1","name":"g"}}}""",
                """contentBlockDelta {"contentBlockIndex":5,"delta":{"toolUse":{"input":"{\"input\":\""}}}""",
                """contentBlockDelta {"contentBlockIndex":5,"delta":{"toolUse":{"input":"say \\\"hi\\\""}}}""",
                """contentBlockDelta {"contentBlockIndex":5,"delta":{"toolUse":{"input":"\"}"}}}""",
                """contentBlockStop {"contentBlockIndex":5}""",
                """messageStop {"stopReason":"tool_use"}""",
                """metadata {"usage":{"inputTokens":1,"outputTokens":5,"totalTokens":15,"cacheReadInputTokens":2,"cacheWriteInputTokens":7,"cacheDetails":[{"inputTokens":3,"ttl":"5m"},{"inputTokens":4,"ttl":"1h"}]},"metrics":{"latencyMs":0}}""",
            ],
            lines);
        Assert.Equal("reasoning_context_lost", losses.ToString());
    }

    [Fact]
    public void Calls_that_grow_side_by_side_are_written_one_after_the_other()
    {
        var bytes = ConverseWire.Stream(sink =>
        {
            var tracker = new BlockTracker(sink);
            tracker.Start("id", "m");
            tracker.Grow(BlockKind.Text, "\"Hello\""u8);
            tracker.OpenTool(0, BlockKind.ToolCall, "a", "one");
            tracker.OpenTool(1, BlockKind.ToolCall, "b", "two");
            tracker.GrowTool(1, BlockKind.ToolCall, "\"{\\\"y\\\":\""u8);
            tracker.GrowTool(0, BlockKind.ToolCall, "\"{}\""u8);
            tracker.GrowTool(1, BlockKind.ToolCall, "\"2}\""u8);
            tracker.CloseAll();
            sink.Take(new StreamEvent { Kind = StreamEventKind.Stopped, StopReason = StopReason.ToolCalls });
        });

        var indexes = ConverseWire.Lines(bytes).Where(line => line.StartsWith("contentBlock", StringComparison.Ordinal)).Select(line => line[line.IndexOf(':') + 1]);
        Assert.Equal("00111222", string.Concat(indexes));
        Assert.Equal(
            $"text Hello\ncall a one {{}}\ncall b two {{\"y\":2}}\nToolCalls  {default(Usage)} ",
            ConverseWire.Describe(ConverseWire.Read(bytes).ToAnswer()).ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData("throttlingException", ErrorKind.RateLimited)]
    [InlineData("modelStreamErrorException", ErrorKind.BadUpstream)]
    [InlineData("serviceUnavailableException", ErrorKind.Overloaded)]
    [InlineData("validationException", ErrorKind.InvalidRequest)]
    public void An_exception_in_the_stream_is_told_in_the_upstreams_words(string type, ErrorKind kind)
    {
        var read = ConverseWire.Read(ConverseWire.Frames(("messageStart", "{}"), (type, """{"message":"Slow \"down\""}""")));

        Assert.Equal((kind, ErrorOrigin.Upstream, "Slow \"down\""), (read.Error!.Kind, read.Error.Origin, read.Error.Message));
    }

    [Fact]
    public void A_failure_ends_the_stream_with_an_exception()
    {
        var bytes = ConverseWire.Stream(sink =>
        {
            sink.Take(new StreamEvent { Kind = StreamEventKind.Started });
            sink.Take(new StreamEvent { Kind = StreamEventKind.Failed, Error = new GatewayError(ErrorKind.RateLimited, ErrorOrigin.Upstream, "busy") });
        });

        Assert.StartsWith("throttlingException ", ConverseWire.Lines(bytes)[^1], StringComparison.Ordinal);
        Assert.Equal((ErrorKind.RateLimited, "busy"), (ConverseWire.Read(bytes).Error!.Kind, ConverseWire.Read(bytes).Error!.Message));
    }

    [Theory]
    [InlineData("messageStop", """{"stopReason":"end_turn"}""", true)]
    [InlineData("metadata", """{"usage":{"inputTokens":1}}""", false)]
    [InlineData("messageStart", """{"role":"assistant"}""", false)]
    [InlineData("messageStart", """{"role":""", false)]
    [InlineData("something", "{}", false)]
    public void A_stream_without_its_end_has_failed_unless_it_had_said_why_it_stops(string type, string payload, bool isComplete)
    {
        var read = ConverseWire.Read(ConverseWire.Frames((type, payload)));

        Assert.Equal(isComplete, read.Complete);
        Assert.Equal(isComplete ? null : ErrorKind.BadUpstream, read.Error?.Kind);
    }

    [Fact]
    public void Bytes_that_are_no_frames_fail_the_stream()
    {
        byte[] bytes = [.. ConverseWire.Frames(("messageStart", "{}")), .. Encoding.UTF8.GetBytes("<html>Bad gateway</html>")];

        Assert.Equal(ErrorKind.BadUpstream, ConverseWire.Read(bytes, 5).Error!.Kind);
    }

    [Fact]
    public void A_call_without_arguments_has_an_empty_object()
    {
        var read = ConverseWire.Read(ConverseWire.Frames(
            ("contentBlockStart", """{"contentBlockIndex":0,"start":{"toolUse":{"toolUseId":"t","name":"n"}}}"""),
            ("contentBlockStop", """{"contentBlockIndex":0}"""),
            ("messageStop", """{"stopReason":"tool_use","additionalModelResponseFields":{"stop_sequence":"x"}}"""))).ToAnswer();

        Assert.Equal("{}", Assert.IsType<ToolCallPart>(Assert.Single(read.Parts)).ArgumentsText.ToString());
        Assert.Equal("x", read.StopSequence.ToString());
    }

    [Fact]
    public void A_block_that_changes_its_kind_is_two()
    {
        var read = ConverseWire.Read(ConverseWire.Frames(
            ("contentBlockDelta", """{"contentBlockIndex":0,"delta":{"reasoningContent":{"text":"hm"}}}"""),
            ("contentBlockDelta", """{"contentBlockIndex":0,"delta":{"text":"so"}}"""),
            ("messageStop", """{"stopReason":"end_turn"}"""))).ToAnswer();

        Assert.Equal(("hm", "so"), (Assert.IsType<ReasoningPart>(read.Parts[0]).Text.ToString(), Assert.IsType<TextPart>(read.Parts[1]).Text.ToString()));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"output":null,"stopReason":"end_turn"}""")]
    [InlineData("null")]
    [Trait("Case", "304")]
    public void An_answer_without_output_is_refused(string body)
    {
        Assert.Throws<ProtocolException>(() => ConverseWire.Answer(body));
    }

    [Theory]
    [InlineData("""{"output":{"message":null},"stopReason":"end_turn"}""")]
    [InlineData("""{"output":{},"stopReason":"end_turn","usage":null}""")]
    [InlineData("""{"output":{"message":{"role":"assistant","content":null}},"stopReason":"end_turn"}""")]
    public void A_message_that_is_null_says_nothing(string body)
    {
        var answer = ConverseWire.Answer(body);

        Assert.Empty(answer.Parts);
        Assert.Equal(StopReason.EndTurn, answer.StopReason);
    }

    [Theory]
    [InlineData("malformed_tool_use")]
    [InlineData("malformed_model_output")]
    [Trait("Case", "305")]
    public void A_malformed_call_is_no_end(string word)
    {
        var answer = ConverseWire.Answer($$$"""{"output":{"message":{"role":"assistant","content":[]}},"stopReason":"{{{word}}}"}""");
        var streamed = ConverseWire.Read(ConverseWire.Frames(("messageStop", $$"""{"stopReason":"{{word}}"}"""))).ToAnswer();

        Assert.Equal((StopReason.MalformedToolCall, StopReason.MalformedToolCall), (answer.StopReason, streamed.StopReason));
        Assert.True(StopReasons.Settle(answer.StopReason, default).Failed);
    }

    [Theory]
    [InlineData("end_turn", StopReason.EndTurn)]
    [InlineData("max_tokens", StopReason.MaxTokens)]
    [InlineData("stop_sequence", StopReason.StopSequence)]
    [InlineData("tool_use", StopReason.ToolCalls)]
    [InlineData("content_filtered", StopReason.Refusal)]
    [InlineData("model_context_window_exceeded", StopReason.ContextFull)]
    [InlineData("malformed_tool_use", StopReason.MalformedToolCall)]
    public void Every_reason_to_stop_is_read_and_written(string word, StopReason reason)
    {
        var answer = ConverseWire.Answer(
            $$$"""{"output":{"message":{"content":[]}},"stopReason":"{{{word}}}","additionalModelResponseFields":{"stop_sequence":"x"}}""");

        Assert.Equal((reason, "x"), (answer.StopReason, answer.StopSequence.ToString()));
        string stop = $$"""{"stopReason":"{{word}}","additionalModelResponseFields":{"stop_sequence":"x"}""";
        Assert.Contains(stop[1..], Encoding.UTF8.GetString(ConverseWire.Write(answer, new LossLog())), StringComparison.Ordinal);
        Assert.Contains($"messageStop {stop}}}", ConverseWire.Lines(ConverseWire.Stream(sink => AnswerReplay.Replay(answer, sink))));
    }
}
