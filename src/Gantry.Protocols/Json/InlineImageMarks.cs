namespace Gantry.Protocols.Json;

/// <summary>How a text begins that may hold a picture: a data address, or base64 of a PNG, JPEG, GIF or WebP.</summary>
internal static class InlineImageMarks
{
    // Shorter ones hold no header of any picture.
    private const int Shortest = 24;

    public static bool Begin(ReadOnlySpan<byte> text)
    {
        if (text.Length < Shortest) return false;
        return text[0] switch
        {
            (byte)'d' or (byte)'D' => text[4] == ':' || text[4] == '\\',
            (byte)'i' => text.StartsWith("iVBORw0KGgo"u8),
            (byte)'/' => text.StartsWith("/9j/"u8) || text.StartsWith("/9j\\"u8),
            (byte)'_' => text.StartsWith("_9j_"u8),
            (byte)'R' => text.StartsWith("R0lGOD"u8),
            (byte)'U' => text.StartsWith("UklGR"u8),
            // Writers that escape every slash, and those that hide a letter.
            (byte)'\\' => text.StartsWith("\\/9j"u8) || text.StartsWith("\\u00"u8),
            _ => false,
        };
    }
}
