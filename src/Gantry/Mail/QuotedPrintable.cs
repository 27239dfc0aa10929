using System.Globalization;
using System.Text;

namespace Gantry.Mail;

/// <summary>Text as ASCII in lines of at most 76 characters (RFC 2045 §6.7).</summary>
internal static class QuotedPrintable
{
    private const int LongestLine = 76;

    /// <summary>Encodes; every line ends in CR LF, the last one too.</summary>
    public static string Encode(string text)
    {
        var encoded = new StringBuilder();
        foreach (var line in text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n')) Line(encoded, Encoding.UTF8.GetBytes(line));
        return encoded.ToString();
    }

    private static void Line(StringBuilder encoded, byte[] bytes)
    {
        var length = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            var isLast = i == bytes.Length - 1;
            // A space at the end of a line would be lost on the way.
            var isPlain = bytes[i] is (>= (byte)' ' and <= (byte)'~') and not (byte)'=' && !(isLast && bytes[i] == ' ');
            var width = isPlain ? 1 : 3;
            if (length + width > LongestLine - (isLast ? 0 : 1))
            {
                encoded.Append("=\r\n");
                length = 0;
            }

            if (isPlain) encoded.Append((char)bytes[i]);
            else encoded.Append(CultureInfo.InvariantCulture, $"={bytes[i]:X2}");
            length += width;
        }

        encoded.Append("\r\n");
    }
}
