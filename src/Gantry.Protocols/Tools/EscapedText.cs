using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Gantry.Protocols.Tools;

/// <summary>Between JSON inside a text and the text's own escapes. Half a surrogate pair stays an escape: it has no other form.</summary>
internal static class EscapedText
{
    private const string Hex = "0123456789abcdef";

    /// <summary>The bytes that a string token stands for. Two fragments of one text decode to the fragments of its JSON.</summary>
    /// <param name="escaped">Valid JSON between the quotes of a token.</param>
    /// <param name="output">Gets UTF-8.</param>
    public static void Decode(ReadOnlySpan<byte> escaped, IBufferWriter<byte> output)
    {
        while (!escaped.IsEmpty)
        {
            int plain = escaped.IndexOf((byte)'\\');
            if (plain != 0)
            {
                var run = plain < 0 ? escaped : escaped[..plain];
                output.Write(run);
                escaped = escaped[run.Length..];
            }
            else if (escaped[1] == 'u')
            {
                escaped = Unit(escaped, output);
            }
            else
            {
                output.Write([Simple(escaped[1])]);
                escaped = escaped[2..];
            }
        }
    }

    /// <summary>Writes UTF-8 as the inside of a string token, escaping no more than JSON demands.</summary>
    public static void Encode(ReadOnlySpan<byte> utf8, IBufferWriter<byte> output)
    {
        while (!utf8.IsEmpty)
        {
            int plain = utf8.IndexOfAny(Special);
            var run = plain < 0 ? utf8 : utf8[..plain];
            output.Write(run);
            if (plain < 0) return;
            Escape(utf8[plain], output);
            utf8 = utf8[(plain + 1)..];
        }
    }

    private static readonly SearchValues<byte> Special =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(control => (byte)control), (byte)'"', (byte)'\\']);

    private static void Escape(byte special, IBufferWriter<byte> output)
    {
        byte letter = special switch
        {
            (byte)'"' or (byte)'\\' => special,
            (byte)'\n' => (byte)'n',
            (byte)'\r' => (byte)'r',
            (byte)'\t' => (byte)'t',
            (byte)'\b' => (byte)'b',
            (byte)'\f' => (byte)'f',
            _ => 0,
        };
        if (letter != 0) output.Write([(byte)'\\', letter]);
        else output.Write([.. "\\u00"u8, (byte)Hex[special >> 4], (byte)Hex[special & 15]]);
    }

    private static ReadOnlySpan<byte> Unit(ReadOnlySpan<byte> escaped, IBufferWriter<byte> output)
    {
        int unit = Value(escaped[2..6]);
        var rest = escaped[6..];
        Span<byte> utf8 = stackalloc byte[4];
        if (char.IsHighSurrogate((char)unit) && rest.Length >= 6 && rest[0] == '\\' && rest[1] == 'u' && char.IsLowSurrogate((char)Value(rest[2..6])))
        {
            output.Write(utf8[..new Rune((char)unit, (char)Value(rest[2..6])).EncodeToUtf8(utf8)]);
            return rest[6..];
        }

        if (char.IsSurrogate((char)unit)) output.Write(escaped[..6]);
        else output.Write(utf8[..new Rune(unit).EncodeToUtf8(utf8)]);
        return rest;
    }

    private static int Value(ReadOnlySpan<byte> hex) => Utf8Parser.TryParse(hex, out int value, out int _, 'x') ? value : 0;

    private static byte Simple(byte letter) => letter switch
    {
        (byte)'n' => (byte)'\n',
        (byte)'t' => (byte)'\t',
        (byte)'r' => (byte)'\r',
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        _ => letter,
    };
}
