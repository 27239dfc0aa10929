using System.Globalization;
using System.Text;

namespace Gantry.Protocols.Json;

/// <summary>Decodes the inside of a string token that holds <c>\uD800</c> to <c>\uDFFF</c> without a partner.</summary>
internal static class LoneSurrogates
{
    /// <param name="escaped">Valid JSON between quotes.</param>
    public static string Decode(ReadOnlySpan<byte> escaped)
    {
        var text = new StringBuilder(escaped.Length);
        while (!escaped.IsEmpty)
        {
            var plain = escaped.IndexOf((byte)'\\');
            if (plain != 0)
            {
                var run = plain < 0 ? escaped : escaped[..plain];
                text.Append(Encoding.UTF8.GetString(run));
                escaped = escaped[run.Length..];
                continue;
            }

            escaped = escaped[1] == 'u' ? Unit(escaped, text) : Simple(escaped, text);
        }

        // The replacement happens where UTF-16 is read as scalars.
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static ReadOnlySpan<byte> Unit(ReadOnlySpan<byte> escaped, StringBuilder text)
    {
        text.Append((char)ushort.Parse(escaped[2..6], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
        return escaped[6..];
    }

    private static ReadOnlySpan<byte> Simple(ReadOnlySpan<byte> escaped, StringBuilder text)
    {
        text.Append((char)escaped[1] switch
        {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'b' => '\b',
            'f' => '\f',
            var same => same,
        });
        return escaped[2..];
    }
}
