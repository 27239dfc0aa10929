namespace Gantry.Protocols.Limits;

/// <summary>What a provider says about its limits, in no family's own form.</summary>
public readonly record struct RateLimits
{
    /// <summary>Requests in the window that counts them.</summary>
    public LimitWindow Requests { get; init; }

    /// <summary>Tokens of prompts and answers together.</summary>
    public LimitWindow Tokens { get; init; }

    /// <summary>Tokens of prompts, where they are limited apart (Anthropic).</summary>
    public LimitWindow InputTokens { get; init; }

    /// <summary>Tokens of answers, where they are limited apart (Anthropic).</summary>
    public LimitWindow OutputTokens { get; init; }

    /// <summary>After how many whole seconds a retry makes sense, where the provider said so.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>The provider said nothing.</summary>
    public bool IsEmpty => this == default;

    /// <summary>The seconds to wait: what the provider said, or until every window that is used up has been reset; null where neither is known.</summary>
    public int? RetryAfter(DateTimeOffset now)
    {
        if (RetryAfterSeconds is { } said) return said;
        DateTimeOffset? last = null;
        foreach (var window in (ReadOnlySpan<LimitWindow>)[Requests, Tokens, InputTokens, OutputTokens])
        {
            if (window.IsExhausted && window.Reset is { } reset && reset > now && !(last >= reset)) last = reset;
        }

        return last is { } until ? Durations.WholeSeconds(until - now) : null;
    }
}
