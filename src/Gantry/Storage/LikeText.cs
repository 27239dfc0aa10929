namespace Gantry.Storage;

/// <summary>What people search for, as a pattern of <c>LIKE … ESCAPE '\'</c> in which none of their characters means anything (reliability S-33).</summary>
internal static class LikeText
{
    /// <summary>Matches what begins so; null where nothing is searched.</summary>
    public static string? Prefix(string? text) =>
        text is null ? null : text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal) + "%";

    /// <summary>Behind everything that begins so, in the order of the bytes: with the text itself a range that an index serves, which a pattern in a parameter is not.</summary>
    public static string? End(string? text) => text is null ? null : text + "\U0010FFFF";
}
