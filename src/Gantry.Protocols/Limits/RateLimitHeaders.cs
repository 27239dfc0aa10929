using System.Globalization;

namespace Gantry.Protocols.Limits;

/// <summary>Headers about limits, between the families of OpenAI and Anthropic. Gemini and Bedrock have none but <c>retry-after</c>.</summary>
public static class RateLimitHeaders
{
    private const double EpochSeconds = 1e9;
    private const double EpochMilliseconds = 1e12;

    /// <summary>Reads whichever family is there; unreadable values count as absent.</summary>
    /// <param name="header">The value of a header by its name in lower case, or null.</param>
    /// <param name="now">When the answer came: durations count from here.</param>
    public static RateLimits Read(Func<string, string?> header, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(header);
        return new RateLimits
        {
            Requests = First(Anthropic(header, "requests", now), OpenAi(header, "requests", now), Plain(header, now)),
            Tokens = First(Anthropic(header, "tokens", now), OpenAi(header, "tokens", now)),
            InputTokens = Anthropic(header, "input-tokens", now),
            OutputTokens = Anthropic(header, "output-tokens", now),
            RetryAfterSeconds = RetryAfter.InHeaders(header, now),
        };
    }

    /// <summary>The headers in the family of the client's protocol. Names in lower case; what is unknown is left out.</summary>
    /// <param name="client">Whose family.</param>
    /// <param name="limits">What to say.</param>
    /// <param name="now">When the answer goes out: OpenAI counts its durations from here.</param>
    public static IEnumerable<KeyValuePair<string, string>> Write(Protocol client, RateLimits limits, DateTimeOffset now)
    {
        var windows = client switch
        {
            Protocol.Messages => Windows(limits, "anthropic-ratelimit-{1}-{0}", true, now),
            // OpenAI's family has one count of tokens; of two apart, the prompt's is the one that binds agents.
            Protocol.Chat or Protocol.Responses => Windows(
                limits with { Tokens = limits.Tokens.IsEmpty ? limits.InputTokens : limits.Tokens }, "x-ratelimit-{0}-{1}", false, now),
            _ => [],
        };
        foreach (var window in windows) yield return window;
        if (limits.RetryAfterSeconds is { } seconds) yield return new("retry-after", seconds.ToString(CultureInfo.InvariantCulture));
    }

    private static IEnumerable<KeyValuePair<string, string>> Windows(RateLimits limits, string format, bool instants, DateTimeOffset now)
    {
        foreach (var (unit, window) in ((string, LimitWindow)[])
        [
            ("requests", limits.Requests), ("tokens", limits.Tokens), ("input-tokens", limits.InputTokens), ("output-tokens", limits.OutputTokens),
        ])
        {
            if (!instants && unit.Contains('-', StringComparison.Ordinal)) continue;
            if (window.Limit is { } limit) yield return new(Name(format, "limit", unit), limit.ToString(CultureInfo.InvariantCulture));
            if (window.Remaining is { } left) yield return new(Name(format, "remaining", unit), left.ToString(CultureInfo.InvariantCulture));
            if (window.Reset is { } reset) yield return new(Name(format, "reset", unit), instants ? Instant(reset) : Durations.Write(reset - now));
        }
    }

    private static string Name(string format, string what, string unit) => string.Format(CultureInfo.InvariantCulture, format, what, unit);

    // Rounded up: whoever waits until then must find the window open.
    private static string Instant(DateTimeOffset at)
    {
        long rest = at.UtcTicks % TimeSpan.TicksPerSecond;
        var whole = rest == 0 || at.UtcTicks > DateTimeOffset.MaxValue.UtcTicks - TimeSpan.TicksPerSecond ? at : at.AddTicks(TimeSpan.TicksPerSecond - rest);
        return whole.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
    }

    private static LimitWindow First(params ReadOnlySpan<LimitWindow> windows)
    {
        foreach (var window in windows)
        {
            if (!window.IsEmpty) return window;
        }

        return default;
    }

    private static LimitWindow Anthropic(Func<string, string?> header, string unit, DateTimeOffset now) => new(
        Count(header($"anthropic-ratelimit-{unit}-limit")),
        Count(header($"anthropic-ratelimit-{unit}-remaining")),
        Reset(header($"anthropic-ratelimit-{unit}-reset"), now));

    // Mistral and Cerebras name the length of the window as well.
    private static LimitWindow OpenAi(Func<string, string?> header, string unit, DateTimeOffset now)
    {
        string? Value(string what) =>
            header($"x-ratelimit-{what}-{unit}") ?? header($"x-ratelimit-{what}-{unit}-minute") ?? header($"x-ratelimit-{what}-{unit}-day");
        return new(Count(Value("limit")), Count(Value("remaining")), Reset(Value("reset"), now));
    }

    // OpenRouter and Together.
    private static LimitWindow Plain(Func<string, string?> header, DateTimeOffset now) =>
        new(Count(header("x-ratelimit-limit")), Count(header("x-ratelimit-remaining")), Reset(header("x-ratelimit-reset"), now));

    private static long? Count(string? text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) && number <= 1e15 ? (long)number : null;

    private static DateTimeOffset? Reset(string? text, DateTimeOffset now)
    {
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) && number >= EpochSeconds)
        {
            double milliseconds = number >= EpochMilliseconds ? number : number * 1000;
            return milliseconds < 1e14 ? DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds) : null;
        }

        return Durations.Read(text) is { } span ? now + span : RetryAfter.Date(text);
    }
}
