using System.Collections.Immutable;
using System.Globalization;

namespace Gantry.Catalog.Declared;

/// <summary>Values of a mapping that are more than text.</summary>
internal static class MapValues
{
    public static bool Flag(this MapReader map, string key, bool fallback)
    {
        switch (map.Text(key))
        {
            case null: return fallback;
            case "true" or "True" or "TRUE": return true;
            case "false" or "False" or "FALSE": return false;
            case var text:
                map.Error(key, $"{key} must be true or false, not '{text}'");
                return fallback;
        }
    }

    /// <summary>A decimal number, exactly, scaled by ten to the power of <paramref name="decimals"/>.</summary>
    public static long? Decimal(this MapReader map, string key, int decimals)
    {
        if (map.Text(key) is not { } text) return null;
        if (DecimalText.TryParse(text, decimals, out var scaled) is not { } reason) return scaled;
        map.Error(key, $"{key}: '{text}' {reason}");
        return null;
    }

    public static long? Whole(this MapReader map, string key, long least = 0, long most = long.MaxValue)
    {
        if (map.Text(key) is not { } text) return null;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most) return value;
        map.Error(key, $"{key} must be a whole number {(most == long.MaxValue ? $"of {least} or more" : $"from {least} to {most}")}, not '{text}'");
        return null;
    }

    /// <summary>One of the words of a closed list.</summary>
    public static T Word<T>(this MapReader map, string key, T fallback)
        where T : struct, Enum
    {
        if (map.Text(key) is not { } text) return fallback;
        return map.Word<T>(key, text, map.PlaceOf(key)) ?? fallback;
    }

    /// <summary>A list of words of a closed list.</summary>
    public static ImmutableArray<T> Words<T>(this MapReader map, string key)
        where T : struct, Enum =>
        [.. map.PlacedTexts(key).Select(i => map.Word<T>(key, i.Text, i.At)).Where(v => v is not null).Select(v => v!.Value).Distinct()];

    /// <summary>A moment: a date (its beginning in UTC) or a date with time, in UTC unless it says otherwise.</summary>
    public static DateTimeOffset? Time(this MapReader map, string key)
    {
        if (map.Text(key) is not { } text) return null;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)) return time;
        map.Error(key, $"{key} must be a date such as 2030-12-31 or 2030-12-31T18:00:00Z, not '{text}'");
        return null;
    }

    private static T? Word<T>(this MapReader map, string key, string text, FilePosition at)
        where T : struct, Enum
    {
        if (EnumWords.TryParse<T>(text, out var value)) return value;
        var all = EnumWords.All<T>();
        map.Context.Error(at, $"{key}: unknown value '{text}', one of {string.Join(", ", all)}{Nearest.Hint(text, all)}");
        return null;
    }
}
