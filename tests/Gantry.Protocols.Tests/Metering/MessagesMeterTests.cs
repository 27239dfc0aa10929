using Gantry.Protocols.Hub;
using Gantry.Protocols.Metering;
using Xunit;

namespace Gantry.Protocols.Tests.Metering;

public sealed class MessagesMeterTests
{
    [Fact]
    public void Later_counts_overwrite_and_nulls_and_absences_keep() => Assert.Equal(
        new Usage { UncachedInput = 900, CacheRead = 50, CacheWrite5m = 7, Output = 30, WebSearches = 2 },
        Stream(
            """{"input_tokens":100,"cache_read_input_tokens":50,"cache_creation_input_tokens":7,"output_tokens":1}""",
            """{"input_tokens":900,"cache_read_input_tokens":null,"output_tokens":30,"server_tool_use":{"web_search_requests":2}}""").Usage);

    [Fact]
    public void Old_streams_report_output_alone_at_the_end() => Assert.Equal(
        new Usage { UncachedInput = 100, Output = 256 },
        Stream("""{"input_tokens":100,"output_tokens":5}""", """{"output_tokens":256}""").Usage);

    [Fact]
    [Trait("Case", "253")]
    public void Counts_only_at_the_end_are_enough() => Assert.Equal(
        new Usage { UncachedInput = 40, CacheRead = 3, Output = 9 },
        Stream("""{"input_tokens":0,"output_tokens":0}""", """{"input_tokens":40,"cache_read_input_tokens":3,"output_tokens":9}""").Usage);

    [Fact]
    public void Iterations_are_what_is_metered() => Assert.Equal(
        new Usage { UncachedInput = 281, CacheRead = 55_096, Output = 520, Reasoning = 12 },
        Stream(
            """{"input_tokens":100,"cache_read_input_tokens":55096,"output_tokens":1}""",
            """
            {"input_tokens":181,"cache_read_input_tokens":0,"output_tokens":20,"output_tokens_details":{"thinking_tokens":12},"iterations":[
            {"type":"compaction","input_tokens":100,"cache_read_input_tokens":55096,"output_tokens":500},
            {"type":"message","model":"other","input_tokens":181,"cache_read_input_tokens":0,"output_tokens":20}]}
            """.Replace("\n", "", StringComparison.Ordinal)).Usage);

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    public void No_iterations_means_the_top_level(string iterations) => Assert.Equal(
        new Usage { UncachedInput = 5, Output = 6 },
        Feed.Json(Protocol.Messages, $$$"""{"usage":{"input_tokens":5,"output_tokens":6,"iterations":{{{iterations}}}}}""").Usage);

    [Theory]
    [InlineData("""{"cache_creation_input_tokens":30,"cache_creation":{"ephemeral_5m_input_tokens":10,"ephemeral_1h_input_tokens":20}}""", MeterQuirks.None, 10, 20, false)]
    [InlineData("""{"cache_creation_input_tokens":30}""", MeterQuirks.None, 30, 0, false)]
    [InlineData("""{"cache_creation_input_tokens":30}""", MeterQuirks.CacheWritesAreOneHour, 0, 30, false)]
    [InlineData("""{"cache_creation_input_tokens":30,"cache_creation":{"ephemeral_5m_input_tokens":10}}""", MeterQuirks.CacheWritesAreOneHour, 10, 20, false)]
    [InlineData("""{"cache_creation_input_tokens":30,"cache_creation":{"ephemeral_5m_input_tokens":10,"ephemeral_1h_input_tokens":40}}""", MeterQuirks.None, 0, 30, true)]
    [InlineData("""{"cache_creation":{"ephemeral_5m_input_tokens":1,"ephemeral_1h_input_tokens":2}}""", MeterQuirks.None, 1, 2, false)]
    public void Cache_writes_are_split_by_lifetime(string usage, MeterQuirks quirks, long fiveMinutes, long oneHour, bool clamped)
    {
        var reading = Feed.Json(Protocol.Messages, $$"""{"usage":{{usage}}}""", quirks: quirks);
        Assert.Equal(new Usage { CacheWrite5m = fiveMinutes, CacheWrite1h = oneHour }, reading.Usage);
        Assert.Equal(clamped, reading.Clamped);
    }

    [Fact]
    public void Error_event_is_recognised_with_and_without_its_name()
    {
        const string Data = """data: {"type":"error","error":{"details":null,"type":"overloaded_error","message":"Overloaded"}            }""" + "\n\n";
        Assert.Equal("overloaded_error", Feed.Sse(Protocol.Messages, "event: error\n" + Data).InBandError);
        Assert.Equal("overloaded_error", Feed.Sse(Protocol.Messages, Data).InBandError);
        Assert.Equal("overloaded_error", Feed.Json(Protocol.Messages, """{"type":"error","error":{"type":"overloaded_error"}}""").InBandError);
    }

    [Theory]
    [InlineData("ping", """{"type": "ping"}""", false)]
    [InlineData("message_start", """{"type":"message_start","message":{"id":"m","content":[],"usage":{"input_tokens":1}}}""", false)]
    [InlineData("content_block_start", """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""", false)]
    [InlineData("content_block_start", """{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}""", false)]
    [InlineData("content_block_delta", """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":""}}""", false)]
    [InlineData("content_block_delta", """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"H"}}""", true)]
    [InlineData("content_block_delta", """{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"H"}}""", true)]
    [InlineData("content_block_delta", """{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"x"}}""", true)]
    [InlineData("content_block_start", """{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"t","name":"n","input":{}}}""", true)]
    [InlineData("content_block_start", """{"type":"content_block_start","index":0,"content_block":{"type":"redacted_thinking","data":"x"}}""", true)]
    public void Content_is_told_from_frames_that_only_open(string name, string data, bool content)
    {
        Assert.Equal(content, Feed.Sse(Protocol.Messages, $"event: {name}\ndata: {data}\n\n").ContentSeen);
        Assert.Equal(content, Feed.Sse(Protocol.Messages, $"data: {data}\n\n").ContentSeen);
    }

    private static MeterReading Stream(string start, string delta)
    {
        var reading = Feed.Sse(Protocol.Messages, $$$"""
            event: message_start
            data: {"type":"message_start","message":{"id":"msg_1","model":"claude","content":[],"usage":{{{start}}}}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hi"}}

            event: message_delta
            data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{{{delta}}}}

            event: message_stop
            data: {"type":"message_stop"    }


            """);
        Assert.Equal(("msg_1", "claude", "end_turn", true, true), (reading.ResponseId, reading.ServedModel, reading.StopReason, reading.ContentSeen, reading.TerminalSeen));
        return reading;
    }
}
