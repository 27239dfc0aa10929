using System.Buffers;
using System.Text;
using Gantry.Protocols.Gemini;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Xunit;

namespace Gantry.Protocols.Tests.Gemini;

public sealed class GeminiStreamTests
{
    [Fact]
    [Trait("Case", "136")]
    public void Calls_end_with_stop_in_a_later_event()
    {
        var answer = Read(
            """data: {"candidates":[{"content":{"parts":[{"functionCall":{"name":"f","args":{ "a": "x y" }},"thoughtSignature":"c2ln"}]}}],"responseId":"i","modelVersion":"v"}""" + "\r\n\r\n"
            + """data: {"candidates":[{"content":{},"finishReason":"STOP"}]}""" + "\r\n\r\n"
            + """data: {"usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":2,"totalTokenCount":5}}""").ToAnswer();
        Assert.Equal((StopReason.ToolCalls, "i", "v", 3L, 2L), (answer.StopReason, answer.Id, answer.Model, answer.Usage!.Value.UncachedInput, answer.Usage.Value.Output));
        var call = Assert.IsType<ToolCallPart>(Assert.Single(answer.Parts));
        Assert.Equal(("f", """{"a":"x y"}""", "c2ln"), (call.Name, call.ArgumentsText.ToString(), call.Seal!.Data.ToString()));
    }

    [Fact]
    public void Seal_of_a_text_does_not_seal_the_thought_before_it()
    {
        var answer = Read("""data: {"candidates":[{"content":{"parts":[{"text":"hm","thought":true},{"text":"","thoughtSignature":"c2ln"}]},"finishReason":"STOP"}]}""" + "\n\n").ToAnswer();
        Assert.Equal(["thought:hm", "thought: sealed c2ln"], GeminiSamples.Describe(answer)[..2]);
    }

    [Fact]
    [Trait("Case", "148")]
    public void Blocked_prompt_is_a_refusal()
    {
        var answer = Read("""data: {"promptFeedback":{"blockReason":"SAFETY","blockReasonMessage":"no"}}""" + "\r\n\r\n").ToAnswer();
        Assert.Equal(StopReason.PromptBlocked, answer.StopReason);
        Assert.Empty(answer.Parts);
        Assert.Equal("no", answer.StopDetail.ToString());
    }

    [Theory]
    [InlineData("{\"error\":{\"code\":503,\"message\":\"busy\",\"status\":\"UNAVAILABLE\"}}")]
    [InlineData("{\n  \"error\": {\n    \"code\": 503,\n    \"message\": \"busy\"\n  }\n}\n")]
    [InlineData("data: {\"error\":{\"code\":503,\"message\":\"busy\"}}\r\n\r\n")]
    public void Error_inside_a_stream_breaks_it_off(string error)
    {
        var broken = Read("""data: {"candidates":[{"content":{"parts":[{"text":"a"}]}}]}""" + "\r\n\r\n" + error);
        Assert.Equal((ErrorKind.Overloaded, ErrorOrigin.Upstream, "busy"), (broken.Error!.Kind, broken.Error.Origin, broken.Error.Message));
    }

    [Fact]
    public void Error_as_an_element_breaks_the_array_off()
    {
        var broken = Read("""[{"candidates":[{"content":{"parts":[{"text":"a"}]}}]},{"error":{"code":429,"message":"slow"}}]""");
        Assert.Equal((ErrorKind.RateLimited, "slow"), (broken.Error!.Kind, broken.Error.Message));
    }

    [Theory]
    [InlineData("")]
    [InlineData("data: {\"candidates\":[]}\r\n\r\n")]
    [InlineData("data: nonsense\r\n\r\n")]
    [InlineData("[")]
    [InlineData("<html>")]
    [InlineData("""data: {"candidates":[{"content":{"parts":[{"functionCall":{"partialArgs":[],"name":"f"}}]},"finishReason":"STOP"}]}""")]
    public void Stream_without_an_answer_fails(string body) => Assert.Equal(ErrorKind.BadUpstream, Read(body).Error?.Kind);

    [Fact]
    public void Second_candidate_is_not_mixed_into_the_first()
    {
        var answer = Read("""data: {"candidates":[{"content":{"parts":[{"text":"b"}]},"index":1},{"content":{"parts":[{"text":"a"}]},"finishReason":"STOP"}]}""" + "\n\n").ToAnswer();
        Assert.Equal("text:a", GeminiSamples.Describe(answer)[0]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Stream_is_written_in_googles_form(bool asArray)
    {
        var answer = new ChatAnswer
        {
            Model = "v",
            Parts =
            [
                new ReasoningPart(JsonText.From("hm")),
                new TextPart(JsonText.From("é\n")),
                new ToolCallPart("c", "f") { ArgumentsText = JsonText.From("{\r\n\"a\":1}") },
                new ToolCallPart("", "g") { ArgumentsText = JsonText.From("free") },
            ],
            StopReason = StopReason.ToolCalls,
            Usage = new Usage { UncachedInput = 3, CacheRead = 4, Output = 5, Reasoning = 2 },
        };
        const string Tail = ""","role":"model"},"index":0}],"modelVersion":"v","responseId":"r-1"}""";
        string[] chunks =
        [
            """{"candidates":[{"content":{"parts":[{"text":"hm","thought":true}]""" + Tail,
            """{"candidates":[{"content":{"parts":[{"text":"é\n"}]""" + Tail,
            """{"candidates":[{"content":{"parts":[{"functionCall":{"id":"c","name":"f","args":{"a":1}}}]""" + Tail,
            """{"candidates":[{"content":{"parts":[{"functionCall":{"name":"g","args":{"_raw_arguments":"free"}}}]""" + Tail,
            """{"candidates":[{"content":{"parts":[{"text":""}],"role":"model"},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":7,"candidatesTokenCount":3,"totalTokenCount":12,"cachedContentTokenCount":4,"thoughtsTokenCount":2},"modelVersion":"v","responseId":"r-1"}""",
        ];
        string expected = asArray ? "[" + string.Join(",\n", chunks) + "]" : string.Concat(chunks.Select(chunk => $"data: {chunk}\r\n\r\n"));
        Assert.Equal(expected, Encoding.UTF8.GetString(GeminiSamples.WriteStream(answer, asArray)));
    }

    [Fact]
    public void Refusal_is_said_beside_the_reason()
    {
        var answer = new ChatAnswer { Parts = [new RefusalPart(JsonText.From("no"))], StopReason = StopReason.EndTurn };
        var again = GeminiSamples.Stream(GeminiSamples.WriteStream(answer), () => 5).ToAnswer();
        Assert.Equal((StopReason.Refusal, "no"), (again.StopReason, again.StopDetail.ToString()));
        var whole = GeminiCodec.Instance.ReadAnswer(GeminiSamples.Write(answer));
        Assert.Equal((StopReason.Refusal, "no"), (whole.StopReason, whole.StopDetail.ToString()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Failure_is_written_and_read_again(bool asArray)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new StreamGrammar(GeminiCodec.Instance.NewStreamWriter(GeminiSamples.Context with { JsonArray = asArray }, output, new LossLog()));
        writer.Take(new StreamEvent { Kind = StreamEventKind.Started });
        writer.Take(new StreamEvent { Kind = StreamEventKind.Opened, BlockKind = BlockKind.Text });
        writer.Take(new StreamEvent { Kind = StreamEventKind.Grew, BlockKind = BlockKind.Text, Text = "\"a\""u8 });
        writer.Take(new StreamEvent { Kind = StreamEventKind.Failed, Error = new GatewayError(ErrorKind.Overloaded, ErrorOrigin.Upstream, "busy") });
        var read = GeminiSamples.Stream(output.WrittenSpan.ToArray(), () => 1);
        Assert.Equal((ErrorKind.Overloaded, "busy"), (read.Error!.Kind, read.Error.Message));
        Assert.Equal("text:a", GeminiSamples.Describe(read.ToAnswer())[0]);
    }

    private static AnswerAccumulator Read(string body)
    {
        var whole = GeminiSamples.Stream(Encoding.UTF8.GetBytes(body), () => int.MaxValue);
        for (int size = 1; size < 9; size++)
        {
            int bytes = size;
            var pieces = GeminiSamples.Stream(Encoding.UTF8.GetBytes(body), () => bytes);
            Assert.Equal(whole.Error, pieces.Error);
            Assert.Equal(GeminiSamples.Describe(whole.ToAnswer()), GeminiSamples.Describe(pieces.ToAnswer()));
        }

        return whole;
    }
}
