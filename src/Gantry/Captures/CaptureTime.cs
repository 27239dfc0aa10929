using System.Globalization;

namespace Gantry.Captures;

/// <summary>When what is kept of a request expires. It follows from the id of the request and a number of days, so that its file is found without an index.</summary>
internal static class CaptureTime
{
    /// <summary>The most days that anything is kept.</summary>
    public const int MostDays = 30;

    private const string Prefix = "req_";
    private const int IdLength = 36;
    private const string HourFormat = "yyyyMMddHH";

    /// <returns>The full hour at or before the last moment, or null where the text is no id of a request.</returns>
    public static DateTimeOffset? ExpiryOf(string requestId, int days)
    {
        if (requestId.Length != IdLength || !requestId.StartsWith(Prefix, StringComparison.Ordinal) || !Guid.TryParseExact(requestId.AsSpan(Prefix.Length), "N", out _)) return null;
        // A version 7 id begins with milliseconds, 48 bits of them.
        var end = DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(requestId.AsSpan(Prefix.Length, 12), NumberStyles.HexNumber, CultureInfo.InvariantCulture)).AddDays(days);
        return new DateTimeOffset(end.Year, end.Month, end.Day, end.Hour, 0, 0, TimeSpan.Zero);
    }

    /// <summary>The folder of everything that expires at an hour.</summary>
    public static string Folder(DateTimeOffset hour) => hour.ToString(HourFormat, CultureInfo.InvariantCulture);

    /// <summary>The hour of a folder, or null where it is none of ours.</summary>
    public static DateTimeOffset? Hour(string folder) =>
        DateTimeOffset.TryParseExact(folder, HourFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var hour) ? hour : null;
}
