using System.Globalization;

namespace Gantry.Console.Forms;

/// <summary>Times and amounts as people say them.</summary>
internal static class Words
{
    /// <summary>Rounded up, so that nobody comes too early: "40 seconds", "14 minutes", "2 hours", "3 days".</summary>
    public static string Span(TimeSpan span) => span switch
    {
        { TotalSeconds: <= 1 } => "one second",
        { TotalSeconds: <= 60 } => Count(span.TotalSeconds, "second"),
        { TotalMinutes: <= 60 } => Count(span.TotalMinutes, "minute"),
        { TotalHours: <= 24 } => Count(span.TotalHours, "hour"),
        _ => Count(span.TotalDays, "day"),
    };

    /// <summary>As in "21 Nov 2026, 13:48".</summary>
    public static string Moment(DateTimeOffset moment) => moment.UtcDateTime.ToString("d MMM yyyy, HH:mm", CultureInfo.InvariantCulture);

    public static string Count(int count, string thing) => count == 1 ? $"one {thing}" : string.Create(CultureInfo.InvariantCulture, $"{count} {thing}s");

    private static string Count(double amount, string thing) => Count((int)Math.Ceiling(amount), thing);
}
