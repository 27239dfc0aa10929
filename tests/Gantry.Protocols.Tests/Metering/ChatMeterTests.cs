using Gantry.Protocols.Hub;
using Gantry.Protocols.Metering;
using Xunit;

namespace Gantry.Protocols.Tests.Metering;

public sealed class ChatMeterTests
{
    [Fact]
    public void Reasoning_outside_completion_is_proved_by_the_total() => Assert.Equal(
        new Usage { UncachedInput = 1, CacheRead = 290, Output = 222, Reasoning = 196 },
        Feed.ChatUsage("""
            {"prompt_tokens":291,"completion_tokens":26,"total_tokens":513,"prompt_tokens_details":{"cached_tokens":290},"completion_tokens_details":{"reasoning_tokens":196}}
            """.Trim()));

    [Theory]
    [InlineData("""{"prompt_tokens":10,"completion_tokens":20,"completion_tokens_details":{"reasoning_tokens":5}}""", 25, 5)]
    [InlineData("""{"prompt_tokens":10,"completion_tokens":20,"total_tokens":30,"completion_tokens_details":{"reasoning_tokens":5}}""", 20, 5)]
    public void Quirk_puts_reasoning_outside_unless_the_total_disproves_it(string usage, int output, int reasoning) => Assert.Equal(
        new Usage { UncachedInput = 10, Output = output, Reasoning = reasoning },
        Feed.ChatUsage(usage, MeterQuirks.ReasoningOutsideCompletion));

    [Fact]
    public void Thoughts_kept_back_by_gemini_are_counted_from_the_total() => Assert.Equal(
        new Usage { UncachedInput = 35, Output = 74, Reasoning = 62 },
        Feed.ChatUsage("""{"prompt_tokens":35,"completion_tokens":12,"total_tokens":109}"""));

    [Fact]
    public void More_cached_than_prompt_is_clamped_and_remarked()
    {
        var reading = Feed.Sse(Protocol.Chat, """
            data: {"choices":[],"usage":{"prompt_tokens":29,"completion_tokens":3,"total_tokens":32,"prompt_tokens_details":{"cached_tokens":157}}}


            """);
        Assert.Equal(new Usage { CacheRead = 29, Output = 3 }, reading.Usage);
        Assert.True(reading.Clamped);
    }

    [Fact]
    public void More_reasoning_than_completion_is_clamped_and_remarked()
    {
        var reading = Feed.Sse(Protocol.Chat, """
            data: {"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":3,"total_tokens":12,"completion_tokens_details":{"reasoning_tokens":8}}}


            """);
        Assert.Equal(new Usage { UncachedInput = 9, Output = 3, Reasoning = 3 }, reading.Usage);
        Assert.True(reading.Clamped);
    }

    [Theory]
    [InlineData("""{"prompt_tokens":-4,"completion_tokens":2}""", 0, 2)]
    [InlineData("""{"prompt_tokens":2000000000,"completion_tokens":2}""", 1_000_000_000, 2)]
    [InlineData("""{"prompt_tokens":7.5,"completion_tokens":2}""", 7, 2)]
    [InlineData("""{"prompt_tokens":1e30,"completion_tokens":2}""", 1_000_000_000, 2)]
    public void Impossible_counts_are_clamped_and_remarked(string usage, long input, long output)
    {
        var reading = Feed.Json(Protocol.Chat, $$"""{"choices":[],"usage":{{usage}}}""");
        Assert.Equal(new Usage { UncachedInput = input, Output = output }, reading.Usage);
        Assert.True(reading.Clamped);
    }

    [Theory]
    [InlineData("""{"prompt_tokens":496,"completion_tokens":31,"total_tokens":527,"prompt_cache_hit_tokens":384,"prompt_cache_miss_tokens":112}""", 112, 384)]
    [InlineData("""{"prompt_tokens":100,"completion_tokens":31,"cached_tokens":40}""", 60, 40)]
    [InlineData("""{"prompt_tokens":"100","completion_tokens":31,"prompt_tokens_details":null,"completion_tokens_details":null}""", 100, 0)]
    public void Cache_reads_are_found_under_every_name(string usage, long uncached, long read) =>
        Assert.Equal(new Usage { UncachedInput = uncached, CacheRead = read, Output = 31 }, Feed.ChatUsage(usage));

    [Fact]
    public void Audio_outside_the_prompt_is_proved_by_the_total() => Assert.Equal(
        new Usage { UncachedInput = 9, AudioInput = 375, Output = 248 },
        Feed.ChatUsage("""{"prompt_tokens":9,"completion_tokens":248,"total_tokens":632,"prompt_tokens_details":{"audio_tokens":375}}"""));

    [Fact]
    public void Audio_and_pictures_have_buckets_of_their_own() => Assert.Equal(
        new Usage { UncachedInput = 10, AudioInput = 30, Output = 20, AudioOutput = 50, ImageOutput = 30, Reasoning = 5 },
        Feed.ChatUsage("""
            {"prompt_tokens":40,"completion_tokens":100,"total_tokens":140,"prompt_tokens_details":{"audio_tokens":30,"image_tokens":4},
             "completion_tokens_details":{"audio_tokens":50,"image_tokens":30,"reasoning_tokens":5}}
            """.Replace("\n", "", StringComparison.Ordinal)));

    [Fact]
    public void Repeated_usage_is_not_added_and_the_last_stands() => Assert.Equal(
        new Usage { UncachedInput = 8, Output = 5 },
        Feed.Sse(Protocol.Chat, Chunk("a", """{"prompt_tokens":8,"completion_tokens":1}""") + Chunk("b", """{"prompt_tokens":8,"completion_tokens":3}""")
            + Chunk("c", """{"prompt_tokens":8,"completion_tokens":5}""")).Usage);

    [Fact]
    public void Groq_reports_under_its_own_name() => Assert.Equal(
        new Usage { UncachedInput = 304, Output = 49 },
        Feed.Sse(Protocol.Chat, """
            data: {"choices":[{"delta":{"content":"x"}}]}

            data: {"choices":[{"delta":{},"finish_reason":"stop"}],"x_groq":{"id":"r","usage":{"prompt_tokens":304,"completion_tokens":49}}}


            """).Usage);

    [Fact]
    public void Null_usage_is_no_report()
    {
        var reading = Feed.Sse(Protocol.Chat, Chunk("a", "null") + "data: [DONE]\n\n");
        Assert.Null(reading.Usage);
        Assert.True(reading.TerminalSeen);
    }

    [Fact]
    public void Zeros_after_an_error_are_no_report()
    {
        var reading = Feed.Sse(Protocol.Chat, Chunk("a", "null") + """
            data: {"error":{"message":"The server had an error","type":"server_error","param":null,"code":null}}

            data: {"choices":[],"usage":{"prompt_tokens":0,"completion_tokens":0,"total_tokens":0}}

            data: [DONE]


            """);
        Assert.Null(reading.Usage);
        Assert.Equal("server_error", reading.InBandError);
    }

    [Theory]
    [InlineData("event: error\ndata: {\"error\":{\"message\":\"no\",\"type\":\"invalid_request_error\",\"code\":\"tool_use_failed\",\"status_code\":400}}\n\n", "invalid_request_error")]
    [InlineData("event: error\ndata: {\"message\":\"broken\"}\n\n", "broken")]
    [InlineData("data: {\"id\":\"x\",\"choices\":[{\"delta\":{\"content\":\"\"},\"finish_reason\":\"error\"}],\"error\":{\"code\":502,\"message\":\"Provider gone\"}}\n\n", "502")]
    [InlineData("data: {\"code\":\"bad\",\"error\":\"some text\"}\n\n", "some text")]
    [InlineData("data: {\"object\":\"error\",\"message\":\"m\",\"error\":{}}\n\n", "error")]
    [InlineData("{\"error\":{\"code\":503,\"message\":\"m\",\"status\":\"UNAVAILABLE\"}}", "UNAVAILABLE")]
    public void Errors_inside_the_stream_are_recognised(string text, string expected)
    {
        Assert.Equal(expected, Feed.Sse(Protocol.Chat, text).InBandError);
        Assert.Equal(expected, Feed.Sse(Protocol.Chat, Chunk("content first", "null") + text).InBandError);
    }

    [Theory]
    [InlineData("""{"choices":[{"delta":{"role":"assistant","content":"","refusal":null}}]}""", false)]
    [InlineData("""{"choices":[],"prompt_filter_results":[{"prompt_index":0}]}""", false)]
    [InlineData("""{"choices":[{"delta":{"role":"assistant","content":null,"tool_calls":[]}}]}""", false)]
    [InlineData("""{"choices":[{"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":1}}""", false)]
    [InlineData("""{"choices":[{"delta":{"content":"x"}}]}""", true)]
    [InlineData("""{"choices":[{"delta":{"content":[{"type":"thinking"}]}}]}""", true)]
    [InlineData("""{"choices":[{"delta":{"reasoning_content":"x"}}]}""", true)]
    [InlineData("""{"choices":[{"delta":{"reasoning":"x"}}]}""", true)]
    [InlineData("""{"choices":[{"delta":{"tool_calls":[{"index":0}]}}]}""", true)]
    [InlineData("""{"choices":[{"delta":{"refusal":"no"}}]}""", true)]
    [InlineData("""{"choices":[{"index":0,"text":"x"}]}""", true)]
    [InlineData("""{"value":"a vendor's own kind of chunk"}""", true)]
    public void Content_is_told_from_role_and_filter_frames(string chunk, bool content) =>
        Assert.Equal(content, Feed.Sse(Protocol.Chat, $"data: {chunk}\n\n").ContentSeen);

    [Fact]
    public void Names_are_taken_from_the_first_chunk_that_has_them()
    {
        var reading = Feed.Sse(Protocol.Chat, """
            data: {"id":"","model":"","choices":[]}

            data: {"id":"chatcmpl-1","model":"gpt-5-2025","choices":[{"delta":{"content":"x"}}]}

            data: {"id":"chatcmpl-1","choices":[{"delta":{},"finish_reason":"length"}]}


            """);
        Assert.Equal(("chatcmpl-1", "gpt-5-2025", "length", true), (reading.ResponseId, reading.ServedModel, reading.StopReason, reading.TerminalSeen));
    }

    [Fact]
    public void Cut_stream_is_not_terminal() => Assert.False(Feed.Sse(Protocol.Chat, Chunk("a", "null")).TerminalSeen);

    [Fact]
    public void Text_that_speaks_of_usage_is_text()
    {
        var reading = Feed.Sse(Protocol.Chat, Chunk("a", "null")
            + """data: {"choices":[{"delta":{"content":"\"usage\":{\"prompt_tokens\":5},\"error\":1,\"finish_reason\":\"stop\""}}]}""" + "\n\n");
        Assert.Equal((null, null, null), (reading.Usage, reading.InBandError, reading.StopReason));
    }

    private static string Chunk(string text, string usage) =>
        $$"""data: {"choices":[{"index":0,"delta":{"content":"{{text}}"},"finish_reason":null}],"usage":{{usage}}}""" + "\n\n";
}
