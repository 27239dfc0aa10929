using Gantry.Protocols.Limits;
using Xunit;

namespace Gantry.Protocols.Tests.Limits;

public sealed class RateLimitHeadersTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private static readonly string[] OpenAi =
    [
        "x-ratelimit-limit-requests: 500", "x-ratelimit-remaining-requests: 499", "x-ratelimit-reset-requests: 120ms",
        "x-ratelimit-limit-tokens: 200000", "x-ratelimit-remaining-tokens: 0", "x-ratelimit-reset-tokens: 6m0s",
    ];

    private static readonly string[] Anthropic =
    [
        "anthropic-ratelimit-requests-limit: 1000", "anthropic-ratelimit-requests-remaining: 999", "anthropic-ratelimit-requests-reset: 2026-11-21T12:00:01Z",
        "anthropic-ratelimit-tokens-limit: 120000", "anthropic-ratelimit-tokens-remaining: 116000", "anthropic-ratelimit-tokens-reset: 2026-11-21T12:00:30Z",
        "anthropic-ratelimit-input-tokens-limit: 100000", "anthropic-ratelimit-input-tokens-remaining: 100000", "anthropic-ratelimit-input-tokens-reset: 2026-11-21T12:00:00Z",
        "anthropic-ratelimit-output-tokens-limit: 20000", "anthropic-ratelimit-output-tokens-remaining: 16000", "anthropic-ratelimit-output-tokens-reset: 2026-11-21T12:00:10Z",
    ];

    [Theory]
    [InlineData(Protocol.Chat)]
    [InlineData(Protocol.Responses)]
    public void Headers_of_OpenAi_survive_the_way_through(Protocol client) => Assert.Equal(OpenAi, Write(client, Read(OpenAi)));

    [Fact]
    public void Headers_of_Anthropic_survive_the_way_through() => Assert.Equal(Anthropic, Write(Protocol.Messages, Read(Anthropic)));

    [Fact]
    public void Durations_become_instants_that_are_not_too_early() => Assert.Equal(
        [
            "anthropic-ratelimit-requests-limit: 500", "anthropic-ratelimit-requests-remaining: 499", "anthropic-ratelimit-requests-reset: 2026-11-21T12:00:01Z",
            "anthropic-ratelimit-tokens-limit: 200000", "anthropic-ratelimit-tokens-remaining: 0", "anthropic-ratelimit-tokens-reset: 2026-11-21T12:06:00Z",
        ],
        Write(Protocol.Messages, Read(OpenAi)));

    [Fact]
    public void Instants_become_durations() => Assert.Equal(
        [
            "x-ratelimit-limit-requests: 1000", "x-ratelimit-remaining-requests: 999", "x-ratelimit-reset-requests: 1s",
            "x-ratelimit-limit-tokens: 120000", "x-ratelimit-remaining-tokens: 116000", "x-ratelimit-reset-tokens: 30s",
        ],
        Write(Protocol.Chat, Read(Anthropic)));

    [Fact]
    public void Tokens_of_prompts_stand_for_tokens_where_there_is_one_count_only() =>
        Assert.Equal(["x-ratelimit-remaining-tokens: 7"], Write(Protocol.Chat, Read("anthropic-ratelimit-input-tokens-remaining: 7")));

    [Theory]
    [InlineData(Protocol.Gemini)]
    [InlineData(Protocol.Converse)]
    public void Where_there_is_no_family_only_the_wait_is_told(Protocol client) =>
        Assert.Equal(["retry-after: 3"], Write(client, Read([.. OpenAi, "retry-after-ms: 2500"])));

    [Fact]
    public void Unreadable_values_are_left_out() => Assert.True(Read(
        "x-ratelimit-limit-requests: many", "x-ratelimit-remaining-tokens: -1", "x-ratelimit-reset-tokens: tomorrow", "anthropic-ratelimit-requests-reset: 5 apples").IsEmpty);

    [Theory]
    [InlineData("x-ratelimit-limit-tokens-minute: 2000000", "x-ratelimit-limit-tokens: 2000000")]
    [InlineData("x-ratelimit-reset-requests: 2146", "x-ratelimit-reset-requests: 35m46s")]
    [InlineData("x-ratelimit-reset: 1795262460000", "x-ratelimit-reset-requests: 1m0s")]
    [InlineData("x-ratelimit-reset: 1795262460", "x-ratelimit-reset-requests: 1m0s")]
    public void Other_spellings_of_the_family_are_known(string header, string expected) => Assert.Equal([expected], Write(Protocol.Chat, Read(header)));

    [Fact]
    public void Wait_is_the_last_reset_of_the_windows_that_are_used_up()
    {
        Assert.Equal(360, Read(OpenAi).RetryAfter(Now));
        Assert.Null(Read(Anthropic).RetryAfter(Now));
        Assert.Equal(5, Read([.. OpenAi, "retry-after: 5"]).RetryAfter(Now));
        Assert.Equal(2, Read("x-ratelimit-remaining-requests: 0", "x-ratelimit-reset-requests: 1.2s").RetryAfter(Now));
        Assert.Null(Read("x-ratelimit-remaining-requests: 0", "x-ratelimit-reset-requests: 0").RetryAfter(Now));
    }

    [Theory]
    [InlineData("retry-after: 10", 10)]
    [InlineData("retry-after: 0", 1)]
    [InlineData("retry-after: 1.2", 2)]
    [InlineData("retry-after: Sat, 21 Nov 2026 12:00:20 GMT", 20)]
    [InlineData("retry-after-ms: 86400000", 86_400)]
    public void Wait_is_whole_seconds(string header, int seconds) => Assert.Equal(seconds, Read(header).RetryAfterSeconds);

    private static RateLimits Read(params string[] headers)
    {
        var values = headers.Select(h => h.Split(": ", 2)).ToDictionary(h => h[0], h => h[1]);
        return RateLimitHeaders.Read(values.GetValueOrDefault, Now);
    }

    private static IEnumerable<string> Write(Protocol client, RateLimits limits) => RateLimitHeaders.Write(client, limits, Now).Select(h => $"{h.Key}: {h.Value}");
}
