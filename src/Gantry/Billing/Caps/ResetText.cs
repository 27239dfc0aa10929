using System.Globalization;

namespace Gantry.Billing.Caps;

/// <summary>Tells a client when a window or a period ends.</summary>
internal static class ResetText
{
    /// <summary>Whole seconds until then, at least one.</summary>
    public static long Seconds(DateTimeOffset end, DateTimeOffset now) =>
        Math.Max(1, (end - now).Ticks / TimeSpan.TicksPerSecond + ((end - now).Ticks % TimeSpan.TicksPerSecond > 0 ? 1 : 0));

    /// <summary>A sentence with the moment on the clocks of a zone.</summary>
    public static string Sentence(DateTimeOffset end, TimeZoneInfo zone, DateTimeOffset now)
    {
        var local = TimeZoneInfo.ConvertTime(end, zone);
        var text = local.ToString(local.Offset == TimeSpan.Zero ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
        return $"It resets at {text}, in {Seconds(end, now)} seconds.";
    }
}
