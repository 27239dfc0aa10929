using System.Globalization;

namespace Gantry.Protocols.Limits;

/// <summary>Spans of time as providers spell them: <c>6m0s</c>, <c>120ms</c>, <c>1h2m3.5s</c>, <c>48.9s</c>, and a bare number of seconds.</summary>
public static class Durations
{
    // Longer waits are mistakes: a time stamp taken for a span, or a number that has run over.
    private const double LongestSeconds = 366 * 24 * 3600.0;

    /// <summary>Null for what is no span, is negative, or is longer than a year.</summary>
    public static TimeSpan? Read(string? text)
    {
        var rest = (text ?? "").AsSpan().Trim();
        if (rest.IsEmpty) return null;
        if (Number(rest) is { } plain) return Span(plain);
        double seconds = 0;
        while (!rest.IsEmpty)
        {
            int digits = rest.IndexOfAnyExceptInRange('0', '9');
            if (digits >= 0 && rest[digits] == '.') digits = Behind(rest, digits + 1);
            if (digits <= 0 || Number(rest[..digits]) is not { } amount) return null;
            rest = rest[digits..];
            int letters = rest.IndexOfAnyInRange('0', '9');
            var unit = letters < 0 ? rest : rest[..letters];
            if (UnitSeconds(unit.Trim()) is not { } factor) return null;
            seconds += amount * factor;
            rest = rest[unit.Length..];
        }

        return Span(seconds);
    }

    /// <summary>As OpenAI writes it: <c>0s</c>, <c>120ms</c>, <c>7.5s</c>, <c>6m0s</c>, <c>1h0m0s</c>. Parts of a millisecond are rounded up, a span below zero is <c>0s</c>.</summary>
    public static string Write(TimeSpan span)
    {
        long milliseconds = (Math.Max(0, span.Ticks) + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond;
        if (milliseconds == 0) return "0s";
        if (milliseconds < 1000) return string.Create(CultureInfo.InvariantCulture, $"{milliseconds}ms");
        long minutes = milliseconds / 60_000;
        string seconds = (milliseconds % 60_000 / 1000m).ToString("0.###", CultureInfo.InvariantCulture);
        if (minutes == 0) return $"{seconds}s";
        return minutes < 60
            ? string.Create(CultureInfo.InvariantCulture, $"{minutes}m{seconds}s")
            : string.Create(CultureInfo.InvariantCulture, $"{minutes / 60}h{minutes % 60}m{seconds}s");
    }

    /// <summary>Whole seconds, rounded up, at least 1: what <c>retry-after</c> takes.</summary>
    public static int WholeSeconds(TimeSpan span) => (int)Math.Clamp(Math.Ceiling(span.TotalSeconds), 1, LongestSeconds);

    private static int Behind(ReadOnlySpan<char> text, int from)
    {
        int end = text[from..].IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? text.Length : from + end;
    }

    private static double? Number(ReadOnlySpan<char> text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) ? number : null;

    private static TimeSpan? Span(double seconds) => seconds is >= 0 and <= LongestSeconds ? TimeSpan.FromSeconds(seconds) : null;

    private static double? UnitSeconds(ReadOnlySpan<char> unit) => unit switch
    {
        "ns" => 1e-9,
        "us" or "\u00b5s" or "\u03bcs" => 1e-6,
        "ms" or "millisecond" or "milliseconds" => 1e-3,
        "s" or "sec" or "secs" or "second" or "seconds" => 1,
        "m" or "min" or "mins" or "minute" or "minutes" => 60,
        "h" or "hour" or "hours" => 3600,
        "d" or "day" or "days" => 86_400,
        _ => null,
    };
}
