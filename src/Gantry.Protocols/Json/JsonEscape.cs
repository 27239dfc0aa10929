namespace Gantry.Protocols.Json;

/// <summary>Reads one escape of a string token, for scanners that need no more than ASCII.</summary>
internal static class JsonEscape
{
    private static readonly int[] Digits = [.. Enumerable.Range(0, 256).Select(b => char.IsAsciiHexDigit((char)b) ? Convert.ToInt32(((char)b).ToString(), 16) : -1)];

    /// <summary>Whether a text with escapes is this one.</summary>
    /// <param name="escaped">What stands between the quotes.</param>
    /// <param name="ascii">Letters without escapes.</param>
    public static bool Spells(ReadOnlySpan<byte> escaped, ReadOnlySpan<byte> ascii)
    {
        foreach (byte letter in ascii)
        {
            if (escaped.IsEmpty) return false;
            byte one = escaped[0];
            int used = 1;
            if (one == '\\' && !TryReadAscii(escaped, out one, out used)) return false;
            if (one != letter) return false;
            escaped = escaped[used..];
        }

        return escaped.IsEmpty;
    }

    /// <summary>Reads the escape at the beginning; false where it is cut off, malformed or stands for something beyond ASCII.</summary>
    /// <param name="escaped">Begins with the backslash.</param>
    /// <param name="one">The character that it stands for.</param>
    /// <param name="used">Bytes of the escape.</param>
    public static bool TryReadAscii(ReadOnlySpan<byte> escaped, out byte one, out int used)
    {
        one = 0;
        used = 2;
        if (escaped.Length < 2) return false;
        switch (escaped[1])
        {
            case (byte)'"' or (byte)'\\' or (byte)'/':
                one = escaped[1];
                return true;
            case (byte)'n':
                one = (byte)'\n';
                return true;
            case (byte)'r':
                one = (byte)'\r';
                return true;
            case (byte)'t':
                one = (byte)'\t';
                return true;
            case (byte)'b':
                one = (byte)'\b';
                return true;
            case (byte)'f':
                one = (byte)'\f';
                return true;
            case (byte)'u' when escaped.Length >= 6:
                used = 6;
                int unit = Unit(escaped[2..]);
                if (unit is < 0 or >= 0x80) return false;
                one = (byte)unit;
                return true;
            default:
                return false;
        }
    }

    /// <summary>The unit of UTF-16 that four hexadecimal digits stand for; less than 0 where there are fewer.</summary>
    /// <param name="digits">Begins with the first.</param>
    public static int Unit(ReadOnlySpan<byte> digits)
    {
        if (digits.Length < 4) return -1;

        // What is no digit is -1, and stays less than 0 however it is shifted.
        var values = Digits;
        return (values[digits[0]] << 12) | (values[digits[1]] << 8) | (values[digits[2]] << 4) | values[digits[3]];
    }
}
