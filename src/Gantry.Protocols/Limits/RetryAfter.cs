using System.Globalization;
using System.Text.RegularExpressions;

namespace Gantry.Protocols.Limits;

/// <summary>Finds how long to wait, in whole seconds of at least 1, wherever a provider says it.</summary>
public static partial class RetryAfter
{
    /// <summary>Reads <c>retry-after-ms</c>, then <c>retry-after</c> as seconds or as a date; null where neither tells.</summary>
    /// <param name="header">The value of a header by its name in lower case, or null.</param>
    /// <param name="now">What a date is compared with; null leaves dates unread.</param>
    public static int? InHeaders(Func<string, string?> header, DateTimeOffset? now)
    {
        ArgumentNullException.ThrowIfNull(header);
        if (Durations.Read(header("retry-after-ms") is { } milliseconds ? milliseconds.Trim() + "ms" : null) is { } exact) return Durations.WholeSeconds(exact);
        string? value = header("retry-after");
        if (Durations.Read(value) is { } span) return Durations.WholeSeconds(span);
        return now is { } from && Date(value) is { } date ? Durations.WholeSeconds(date - from) : null;
    }

    /// <summary>Reads a sentence such as <c>Please try again in 1m11.054s</c> or <c>retry after 20 seconds</c>.</summary>
    public static int? InText(string? text)
    {
        if (text is null) return null;
        var match = Sentence().Match(text);
        return match.Success && Durations.Read(match.Groups["span"].Value.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant()) is { } span
            ? Durations.WholeSeconds(span)
            : null;
    }

    /// <summary>The moment that a date of HTTP or RFC 3339 names; null for anything else.</summary>
    public static DateTimeOffset? Date(string? text) =>
        text is { Length: >= 16 and <= 64 } && DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date)
            ? date
            : null;

    // The unit is demanded: "try again in 2 regions" is no wait.
    [GeneratedRegex(
        @"(?:(?:re)?try|try again|available again|wait|resets?) (?:again )?(?:in|after|for)\s+(?:about |at least )?(?<span>(?:\d+(?:\.\d+)?\s?(?:ms|milliseconds?|h|hours?|minutes?|mins?|m|seconds?|secs?|s|days?|d)(?![a-z])\s?|\d+(?:\.\d+)?(?:h|m|d))+)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Sentence();
}
