using System.Globalization;

namespace Gantry.Protocols.Limits;

/// <summary>Headers about limits, between the families of OpenAI and Anthropic. Gemini and Bedrock have none but <c>retry-after</c>.</summary>
public static class RateLimitHeaders
{
    private const double EpochSeconds = 1e9;
    private const double EpochMilliseconds = 1e12;

    private static readonly WindowNames[] AnthropicNames =
        [WindowNames.Anthropic("requests"), WindowNames.Anthropic("tokens"), WindowNames.Anthropic("input-tokens"), WindowNames.Anthropic("output-tokens")];

    private static readonly WindowNames[] OpenAiNames = [WindowNames.OpenAi("requests"), WindowNames.OpenAi("tokens")];

    // Mistral and Cerebras name the length of the window as well; OpenRouter and Together say nothing of what is counted.
    private static readonly WindowNames[] OpenAiRequests = [OpenAiNames[0], WindowNames.OpenAi("requests-minute"), WindowNames.OpenAi("requests-day")];
    private static readonly WindowNames[] OpenAiTokens = [OpenAiNames[1], WindowNames.OpenAi("tokens-minute"), WindowNames.OpenAi("tokens-day")];
    private static readonly WindowNames[] Plain = [new("x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset")];

    /// <summary>Reads whichever family is there; unreadable values count as absent.</summary>
    /// <param name="header">The value of a header by its name in lower case, or null.</param>
    /// <param name="now">When the answer came: durations count from here.</param>
    public static RateLimits Read(Func<string, string?> header, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(header);
        LimitWindow Window(params ReadOnlySpan<WindowNames> spellings) => In(header, spellings, now);
        return new RateLimits
        {
            Requests = First(Window(AnthropicNames[0]), Window(OpenAiRequests), Window(Plain)),
            Tokens = First(Window(AnthropicNames[1]), Window(OpenAiTokens)),
            InputTokens = Window(AnthropicNames[2]),
            OutputTokens = Window(AnthropicNames[3]),
            RetryAfterSeconds = RetryAfter.InHeaders(header, now),
        };
    }

    /// <summary>The headers in the family of the client's protocol. Names in lower case; what is unknown is left out.</summary>
    /// <param name="client">Whose family.</param>
    /// <param name="limits">What to say.</param>
    /// <param name="now">When the answer goes out: OpenAI counts its durations from here.</param>
    public static IEnumerable<KeyValuePair<string, string>> Write(Protocol client, RateLimits limits, DateTimeOffset now)
    {
        bool instants = client == Protocol.Messages;
        var units = instants ? AnthropicNames : client is Protocol.Chat or Protocol.Responses ? OpenAiNames : [];
        for (int unit = 0; unit < units.Length; unit++)
        {
            var names = units[unit];
            var window = unit switch
            {
                0 => limits.Requests,
                // OpenAI's family has one count of tokens; of two apart, the prompt's is the one that binds agents.
                1 => !instants && limits.Tokens.IsEmpty ? limits.InputTokens : limits.Tokens,
                2 => limits.InputTokens,
                _ => limits.OutputTokens,
            };
            if (window.Limit is { } limit) yield return new(names.Limit, limit.ToString(CultureInfo.InvariantCulture));
            if (window.Remaining is { } left) yield return new(names.Remaining, left.ToString(CultureInfo.InvariantCulture));
            if (window.Reset is { } reset) yield return new(names.Reset, instants ? Instant(reset) : Durations.Write(reset - now));
        }

        if (limits.RetryAfterSeconds is { } seconds) yield return new("retry-after", seconds.ToString(CultureInfo.InvariantCulture));
    }

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

    // Each figure by the first of the spellings that is there.
    private static LimitWindow In(Func<string, string?> header, ReadOnlySpan<WindowNames> spellings, DateTimeOffset now)
    {
        string? limit = null, remaining = null, reset = null;
        foreach (var names in spellings)
        {
            limit ??= header(names.Limit);
            remaining ??= header(names.Remaining);
            reset ??= header(names.Reset);
        }

        return new(Count(limit), Count(remaining), Reset(reset, now));
    }

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

    private sealed record WindowNames(string Limit, string Remaining, string Reset)
    {
        public static WindowNames Anthropic(string unit) => new($"anthropic-ratelimit-{unit}-limit", $"anthropic-ratelimit-{unit}-remaining", $"anthropic-ratelimit-{unit}-reset");

        public static WindowNames OpenAi(string unit) => new($"x-ratelimit-limit-{unit}", $"x-ratelimit-remaining-{unit}", $"x-ratelimit-reset-{unit}");
    }
}
