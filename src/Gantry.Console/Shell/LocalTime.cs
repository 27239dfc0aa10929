using System.Globalization;

namespace Gantry.Console.Shell;

/// <summary>Moments as the browser's own field for them writes them: in the reader's zone, without saying which.</summary>
internal static class LocalTime
{
    private const string Format = "yyyy-MM-dd'T'HH:mm";

    public static string Write(DateTimeOffset? at, TimeZoneInfo zone) => at is { } moment ? TimeZoneInfo.ConvertTime(moment, zone).ToString(Format, CultureInfo.InvariantCulture) : "";

    /// <returns>Null where the field is empty.</returns>
    public static DateTimeOffset? Read(string? text, TimeZoneInfo zone)
    {
        if (!DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)) return null;
        // In the hour that the clocks leave out there is no such time: the next one that there is.
        if (zone.IsInvalidTime(local)) local = local.AddHours(1);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
