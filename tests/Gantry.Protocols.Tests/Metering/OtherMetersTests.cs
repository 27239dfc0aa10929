using System.Buffers;
using System.Text;
using Gantry.Protocols.Framing;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Metering;
using Xunit;

namespace Gantry.Protocols.Tests.Metering;

public sealed class OtherMetersTests
{
    [Theory]
    [InlineData("""{"promptTokenCount":17,"candidatesTokenCount":41,"totalTokenCount":572,"toolUsePromptTokenCount":102,"thoughtsTokenCount":412}""", 119, 0, 453, 412)]
    [InlineData("""{"promptTokenCount":100,"candidatesTokenCount":50,"totalTokenCount":150,"thoughtsTokenCount":30}""", 100, 0, 50, 30)]
    [InlineData("""{"promptTokenCount":341,"candidatesTokenCount":10,"totalTokenCount":850,"cachedContentTokenCount":92,"thoughtsTokenCount":499}""", 249, 92, 509, 499)]
    [InlineData("""{"promptTokenCount":5,"totalTokenCount":9,"thoughtsTokenCount":4}""", 5, 0, 4, 4)]
    [InlineData("""{"promptTokenCount":5,"totalTokenCount":19,"thoughtsTokenCount":4}""", 5, 0, 14, 4)]
    public void Gemini_counts_come_apart(string usage, long uncached, long read, long output, long thoughts) => Assert.Equal(
        new Usage { UncachedInput = uncached, CacheRead = read, Output = output, Reasoning = thoughts },
        Feed.Json(Protocol.Gemini, $$"""{"candidates":[],"usageMetadata":{{usage}}}""").Usage);

    [Theory]
    [InlineData("response.output_text.delta")]
    [InlineData("response.reasoning_summary_text.delta")]
    [InlineData("response.function_call_arguments.delta")]
    public void Responses_stream_counts_the_words_of_every_delta(string type)
    {
        var meter = ResponseMeters.For(Protocol.Responses, Operation.Chat, ResponseFraming.Sse, MeterQuirks.None);
        byte[] delta = Encoding.UTF8.GetBytes($$"""event: {{type}}{{"\n"}}data: {"type":"{{type}}","item_id":"i","delta":"words of an answer"}{{"\n\n"}}""");
        meter.Append(delta);
        long first = meter.ContentTokens;
        for (int more = 1; more < 100; more++) meter.Append(delta);

        Assert.InRange(first, 1, 10);
        Assert.InRange(meter.ContentTokens, 99 * (first - 1), 100 * first);
        Assert.True(meter.ContentTokens > 200);
    }

    [Fact]
    public void Gemini_array_stream_gives_the_last_usage_and_the_reason()
    {
        const string Body = """
            [{"candidates":[{"content":{"parts":[{"text":"a"}]}}],"usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":1,"totalTokenCount":4},"responseId":"r","modelVersion":"gemini-3"}
            ,
            {"candidates":[{"content":{"parts":[{"text":""}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":8,"totalTokenCount":11}}
            ,{"usageMetadata":{"trafficType":"ON_DEMAND"}}]
            """;
        byte[] bytes = Encoding.UTF8.GetBytes(Body);
        for (int cut = 0; cut <= bytes.Length; cut++)
        {
            var meter = ResponseMeters.For(Protocol.Gemini, Operation.Chat, ResponseFraming.JsonArray, MeterQuirks.None);
            meter.Append(bytes.AsSpan(0, cut));
            meter.Append(bytes.AsSpan(cut));
            meter.Complete();
            Assert.Equal(
                new MeterReading
                {
                    Usage = new Usage { UncachedInput = 3, Output = 8 }, ContentSeen = true, TerminalSeen = true, StopReason = "STOP",
                    ResponseId = "r", ServedModel = "gemini-3",
                },
                meter.Reading);
        }
    }

    [Fact]
    public void Gemini_stream_cut_before_its_reason_is_not_terminal() => Assert.False(
        Feed.Run(ResponseMeters.For(Protocol.Gemini, Operation.Chat, ResponseFraming.JsonArray, MeterQuirks.None),
            """[{"candidates":[{"content":{"parts":[{"text":"a"}]}}]}]""").TerminalSeen);

    [Theory]
    [InlineData("""{"candidates":[{"content":{"parts":[{"text":""}],"role":"model"}}]}""", false)]
    [InlineData("""{"candidates":[{"content":{"parts":[{"functionCall":{"name":"f"}}]}}]}""", true)]
    [InlineData("""{"candidates":[{"content":{"parts":[{"inlineData":{"data":"AAAA"}}]}}]}""", true)]
    [InlineData("""{"promptFeedback":{"blockReason":"SAFETY"}}""", false)]
    public void Gemini_content_is_told_from_empty_parts(string chunk, bool content) =>
        Assert.Equal(content, Feed.Sse(Protocol.Gemini, $"data: {chunk}\r\n\r\n").ContentSeen);

    [Fact]
    public void Blocked_prompt_and_bare_error_end_a_gemini_stream()
    {
        var blocked = Feed.Sse(Protocol.Gemini, "data: {\"promptFeedback\":{\"blockReason\":\"SAFETY\"}}\r\n\r\n");
        Assert.Equal(("SAFETY", true), (blocked.StopReason, blocked.TerminalSeen));
        var failed = Feed.Sse(Protocol.Gemini, "data: {\"candidates\":[]}\r\n\r\n{\n \"error\": {\"code\": 503, \"message\": \"m\", \"status\": \"UNAVAILABLE\"}\n}");
        Assert.Equal("UNAVAILABLE", failed.InBandError);
    }

    [Theory]
    [InlineData("response.created", """{"type":"response.created","response":{"id":"resp_1","status":"in_progress","output":[],"usage":null,"error":null}}""", false)]
    [InlineData("response.in_progress", """{"type":"response.in_progress","response":{"id":"resp_1"}}""", false)]
    [InlineData("keepalive", """{"type":"keepalive","sequence_number":3}""", false)]
    [InlineData("response.output_item.added", """{"type":"response.output_item.added","item":{"type":"message","content":[]}}""", false)]
    [InlineData("response.output_item.added", """{"type":"response.output_item.added","item":{"type":"reasoning","summary":[]}}""", false)]
    [InlineData("response.content_part.added", """{"type":"response.content_part.added","part":{"type":"output_text","text":""}}""", false)]
    [InlineData("response.output_item.added", """{"type":"response.output_item.added","item":{"type":"function_call","name":"f"}}""", true)]
    [InlineData("response.output_text.delta", """{"type":"response.output_text.delta","delta":"x"}""", true)]
    [InlineData("response.output_text.delta", """{"type":"response.output_text.delta","delta":""}""", false)]
    [InlineData("response.web_search_call.searching", """{"type":"response.web_search_call.searching"}""", true)]
    [InlineData("response.image_generation_call.partial_image", """{"type":"response.image_generation_call.partial_image","partial_image_b64":"AA"}""", true)]
    public void Responses_content_is_told_from_preamble(string name, string data, bool content)
    {
        Assert.Equal(content, Feed.Sse(Protocol.Responses, $"event: {name}\ndata: {data}\n\n").ContentSeen);
        Assert.Equal(content, Feed.Sse(Protocol.Responses, $"data: {data}\n\n").ContentSeen);
    }

    [Theory]
    [InlineData("completed", "completed", null)]
    [InlineData("incomplete", "max_output_tokens", null)]
    [InlineData("failed", "failed", "server_error")]
    [Trait("Case", "171")]
    public void Responses_end_carries_usage_whatever_the_outcome(string type, string stop, string? error)
    {
        string details = type == "incomplete" ? """{"reason":"max_output_tokens"}""" : "null";
        string failure = error is null ? "null" : """{"code":"server_error","message":"m"}""";
        var reading = Feed.Sse(Protocol.Responses, $$$"""
            event: response.{{{type}}}
            data: {"type":"response.{{{type}}}","response":{"id":"resp_1","model":"m","status":"{{{type}}}","error":{{{failure}}},"incomplete_details":{{{details}}},"output":[{"type":"web_search_call","action":{"type":"search"}},{"action":{"type":"open_page"},"type":"web_search_call"},{"type":"web_search_call"}],"usage":{"input_tokens":10,"input_tokens_details":{"cached_tokens":4,"cache_write_tokens":1},"output_tokens":7,"output_tokens_details":{"reasoning_tokens":3},"total_tokens":17} } }


            """);
        Assert.Equal(new Usage { UncachedInput = 5, CacheRead = 4, CacheWrite5m = 1, Output = 7, Reasoning = 3, WebSearches = 2 }, reading.Usage);
        Assert.Equal((stop, error, true), (reading.StopReason, reading.InBandError, reading.TerminalSeen));
    }

    [Fact]
    public void Flat_and_nested_responses_errors_are_recognised()
    {
        Assert.Equal("rate_limit_exceeded", Feed.Sse(Protocol.Responses, "event: error\ndata: {\"type\":\"error\",\"code\":\"rate_limit_exceeded\",\"message\":\"m\",\"param\":null}\n\n").InBandError);
        Assert.Equal("insufficient_quota", Feed.Sse(Protocol.Responses, "data: {\"type\":\"error\",\"sequence_number\":2,\"error\":{\"type\":\"insufficient_quota\"}}\n\n").InBandError);
    }

    [Fact]
    public void Response_that_is_read_back_bills_nothing() => Assert.Null(
        Feed.Json(Protocol.Responses, """{"id":"r","usage":{"input_tokens":1,"output_tokens":2},"output":[]}""", Operation.StoredResponse).Usage);

    [Theory]
    [InlineData("""{"inputTokens":3,"outputTokens":121,"cacheReadInputTokens":1712,"cacheWriteInputTokens":236,"totalTokens":2072,"cacheDetails":[{"inputTokens":200,"ttl":"5m"},{"ttl":"1h","inputTokens":36}]}""", MeterQuirks.None, 200, 36)]
    [InlineData("""{"inputTokens":3,"outputTokens":121,"cacheReadInputTokens":1712,"cacheWriteInputTokens":236}""", MeterQuirks.CacheWritesAreOneHour, 0, 236)]
    [InlineData("""{"inputTokens":3,"outputTokens":121,"cacheReadInputTokens":1712,"cacheWriteInputTokens":236}""", MeterQuirks.None, 236, 0)]
    public void Converse_cache_writes_are_split_by_lifetime(string usage, MeterQuirks quirks, long fiveMinutes, long oneHour) => Assert.Equal(
        new Usage { UncachedInput = 3, CacheRead = 1712, CacheWrite5m = fiveMinutes, CacheWrite1h = oneHour, Output = 121 },
        Feed.Json(Protocol.Converse, $$$"""{"output":{"message":{"content":[{"text":"x"}]}},"usage":{{{usage}}}}""", quirks: quirks).Usage);

    [Fact]
    public void Converse_stream_ends_with_metadata_and_fails_by_exception()
    {
        var frames = new ArrayBufferWriter<byte>();
        AwsEventStreamWriter.WriteEvent(frames, "messageStart"u8, """{"role":"assistant"}"""u8);
        AwsEventStreamWriter.WriteEvent(frames, "contentBlockDelta"u8, """{"delta":{"text":"Hi"},"contentBlockIndex":0}"""u8);
        AwsEventStreamWriter.WriteEvent(frames, "messageStop"u8, """{"stopReason":"end_turn"}"""u8);
        var meter = ResponseMeters.For(Protocol.Converse, Operation.Chat, ResponseFraming.AwsEventStream, MeterQuirks.None);
        meter.Append(frames.WrittenSpan);
        Assert.Equal((true, false, "end_turn"), (meter.Reading.ContentSeen, meter.Reading.TerminalSeen, meter.Reading.StopReason));
        frames.Clear();
        AwsEventStreamWriter.WriteEvent(frames, "metadata"u8, """{"usage":{"inputTokens":4,"outputTokens":2}}"""u8);
        AwsEventStreamWriter.WriteException(frames, "throttlingException"u8, """{"message":"slow down"}"""u8);
        meter.Append(frames.WrittenSpan);
        Assert.Equal(
            (new Usage { UncachedInput = 4, Output = 2 }, true, "throttlingException"),
            (meter.Reading.Usage, meter.Reading.TerminalSeen, meter.Reading.InBandError));
    }

    [Theory]
    [InlineData("""{"data":[{"url":"u"},{"url":"v"}]}""", 0, 0, 0, 0, 2)]
    [InlineData("""{"data":[{"b64_json":"AA"}],"usage":{"input_tokens":50,"output_tokens":100,"input_tokens_details":{"text_tokens":10,"image_tokens":40}}}""", 10, 40, 0, 100, 1)]
    [InlineData("""{"data":[{"b64_json":"AA"}],"usage":{"input_tokens":50,"output_tokens":100,"output_tokens_details":{"text_tokens":30,"image_tokens":70}}}""", 50, 0, 30, 70, 1)]
    [InlineData("""{"data":[{"url":"u"}],"usage":{"cost_in_usd_ticks":200000000}}""", 0, 0, 0, 0, 1)]
    public void Pictures_are_counted_by_tokens_and_by_piece(string body, long text, long image, long output, long imageOut, long pictures) => Assert.Equal(
        new Usage { UncachedInput = text, ImageInput = image, Output = output, ImageOutput = imageOut, Images = pictures },
        Feed.Json(Protocol.Chat, body, Operation.ImageGeneration).Usage);

    [Fact]
    public void Streamed_picture_counts_when_complete()
    {
        const string Partial = "event: image_generation.partial_image\ndata: {\"type\":\"image_generation.partial_image\",\"b64_json\":\"AAAA\"}\n\n";
        Assert.Equal((true, false, null), Look(Partial));
        var reading = Feed.Sse(Protocol.Chat, Partial
            + "event: image_generation.completed\ndata: {\"type\":\"image_generation.completed\",\"b64_json\":\"AAAA\",\"usage\":{\"input_tokens\":5,\"output_tokens\":9}}\n\n",
            Operation.ImageGeneration);
        Assert.Equal(new Usage { UncachedInput = 5, ImageOutput = 9, Images = 1 }, reading.Usage);
        Assert.True(reading.TerminalSeen);

        static (bool, bool, Usage?) Look(string text)
        {
            var r = Feed.Sse(Protocol.Chat, text, Operation.ImageGeneration);
            return (r.ContentSeen, r.TerminalSeen, r.Usage);
        }
    }

    [Theory]
    [InlineData("""{"text":"x","usage":{"type":"duration","seconds":3.2}}""", 0, 0, 0, 4)]
    [InlineData("""{"text":"x","usage":{"type":"tokens","input_tokens":40,"input_token_details":{"text_tokens":3,"audio_tokens":37},"output_tokens":145}}""", 3, 37, 145, 0)]
    [InlineData("""{"text":"x","usage":{"type":"tokens","input_tokens":40,"output_tokens":145}}""", 0, 40, 145, 0)]
    [InlineData("""{"task":"transcribe","duration":"8.47","text":"x"}""", 0, 0, 0, 9)]
    public void Transcription_is_counted_by_tokens_or_seconds(string body, long text, long audio, long output, long seconds) => Assert.Equal(
        new Usage { UncachedInput = text, AudioInput = audio, Output = output, AudioSeconds = seconds },
        Feed.Json(Protocol.Chat, body, Operation.Transcription).Usage);

    [Fact]
    public void Streamed_speech_gives_audio_tokens()
    {
        var reading = Feed.Sse(Protocol.Chat,
            "data: {\"type\":\"speech.audio.delta\",\"audio\":\"AAAA\"}\n\ndata: {\"type\":\"speech.audio.done\",\"usage\":{\"input_tokens\":6,\"output_tokens\":90,\"total_tokens\":96}}\n\n",
            Operation.Speech);
        Assert.Equal(new Usage { UncachedInput = 6, AudioOutput = 90 }, reading.Usage);
        Assert.Equal((true, true), (reading.ContentSeen, reading.TerminalSeen));
    }

    [Theory]
    [InlineData("""{"results":[{"index":0}],"usage":{"total_tokens":815}}""", 815)]
    [InlineData("""{"results":[{"index":0}],"meta":{"billed_units":{"search_units":1},"tokens":{"input_tokens":77}}}""", 77)]
    [InlineData("""{"results":[{"index":0}],"meta":{"billed_units":{"search_units":1}}}""", 0)]
    public void Rerank_usage_is_read_in_both_shapes(string body, long input) =>
        Assert.Equal(new Usage { UncachedInput = input }, Feed.Json(Protocol.Chat, body, Operation.Rerank).Usage);

    [Fact]
    public void Embeddings_without_usage_report_none()
    {
        Assert.Null(Feed.Json(Protocol.Gemini, """{"embedding":{"values":[0.1]}}""", Operation.Embeddings).Usage);
        Assert.Equal(
            new Usage { UncachedInput = 12 },
            Feed.Json(Protocol.Gemini, """{"embeddings":[{"values":[0.1]}],"usageMetadata":{"promptTokenCount":12}}""", Operation.Embeddings).Usage);
    }

    [Theory]
    [InlineData(Protocol.Messages, """{"input_tokens":671}""")]
    [InlineData(Protocol.Gemini, """{"totalTokens":8}""")]
    [InlineData(Protocol.Responses, """{"object":"response.input_tokens","input_tokens":60,"usage":{"input_tokens":60}}""")]
    public void Counting_tokens_bills_nothing(Protocol protocol, string body)
    {
        var reading = Feed.Json(protocol, body, Operation.CountTokens);
        Assert.Equal((null, true, true), (reading.Usage, reading.ContentSeen, reading.TerminalSeen));
    }

    [Fact]
    public void Opaque_answer_is_content_until_its_end()
    {
        var meter = ResponseMeters.For(Protocol.Chat, Operation.Speech, ResponseFraming.Opaque, MeterQuirks.None);
        Assert.False(meter.Reading.ContentSeen);
        meter.Append("RIFF"u8);
        Assert.Equal((true, false), (meter.Reading.ContentSeen, meter.Reading.TerminalSeen));
        meter.Complete();
        Assert.True(meter.Reading.TerminalSeen);
    }
}
