using System.Buffers;
using System.Buffers.Text;
using System.Numerics;
using System.Runtime.Intrinsics;
using System.Text;
using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Tools;

/// <summary>Between JSON inside a text and the text's own escapes. Half a surrogate pair stays an escape: it has no other form.</summary>
internal static class EscapedText
{
    private const string Hex = "0123456789abcdef";

    /// <summary>How much longer than the escaped text the room for the decoded one has to be: it is written in blocks.</summary>
    public const int Slack = Block;

    private const int Block = 16;

    /// <summary>The bytes that a string token stands for. Two fragments of one text decode to the fragments of its JSON.</summary>
    /// <param name="escaped">Valid JSON between the quotes of a token.</param>
    /// <param name="output">Gets UTF-8.</param>
    public static void Decode(ReadOnlySpan<byte> escaped, IBufferWriter<byte> output)
    {
        if (escaped.IsEmpty) return;
        output.Advance(Decode(escaped, output.GetSpan(escaped.Length + Slack)));
    }

    /// <summary>The same into a room of our own.</summary>
    /// <param name="escaped">Valid JSON between the quotes of a token.</param>
    /// <param name="output">Longer by <see cref="Slack"/>. What it holds behind the decoded bytes means nothing.</param>
    /// <returns>Number of decoded bytes.</returns>
    public static int Decode(ReadOnlySpan<byte> escaped, Span<byte> output)
    {
        int at = 0, to = 0;
        while (true)
        {
            // Code has an escape every dozen bytes: a block is copied whole, and what is behind its first backslash is written over.
            while (at <= escaped.Length - Block)
            {
                var block = Vector128.Create(escaped.Slice(at, Block));
                block.CopyTo(output[to..]);
                uint backslashes = Vector128.Equals(block, Vector128.Create((byte)'\\')).ExtractMostSignificantBits();
                int plain = backslashes == 0 ? Block : BitOperations.TrailingZeroCount(backslashes);
                at += plain;
                to += plain;
                if (backslashes != 0) break;
            }

            while (at < escaped.Length && escaped[at] != '\\') output[to++] = escaped[at++];
            if (at >= escaped.Length) return to;
            if (escaped[at + 1] == 'u')
            {
                at += Unit(escaped[at..], output[to..], out int written);
                to += written;
            }
            else
            {
                output[to++] = Simple(escaped[at + 1]);
                at += 2;
            }
        }
    }

    /// <summary>Writes UTF-8 as the inside of a string token, as the writer of the runtime does with <see cref="WireJson.Options"/>.</summary>
    /// <param name="utf8">What to write.</param>
    /// <param name="output">Twice as long, and longer by <see cref="Slack"/>. What it holds behind the written bytes means nothing.</param>
    /// <returns>Number of bytes; -1 where there is anything but printable ASCII, of which that writer has notions of its own.</returns>
    public static int EncodeAscii(ReadOnlySpan<byte> utf8, Span<byte> output)
    {
        if (utf8.ContainsAnyExceptInRange((byte)' ', (byte)'~')) return -1;
        int at = 0, to = 0;
        while (true)
        {
            while (at <= utf8.Length - Block)
            {
                var block = Vector128.Create(utf8.Slice(at, Block));
                block.CopyTo(output[to..]);
                var special = Vector128.Equals(block, Vector128.Create((byte)'\\')) | Vector128.Equals(block, Vector128.Create((byte)'"'));
                uint specials = special.ExtractMostSignificantBits();
                int plain = specials == 0 ? Block : BitOperations.TrailingZeroCount(specials);
                at += plain;
                to += plain;
                if (specials != 0) break;
            }

            while (at < utf8.Length && utf8[at] is not ((byte)'\\' or (byte)'"')) output[to++] = utf8[at++];
            if (at >= utf8.Length) return to;
            output[to++] = (byte)'\\';
            output[to++] = utf8[at++];
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

    // Returns how many bytes were read.
    private static int Unit(ReadOnlySpan<byte> escaped, Span<byte> output, out int written)
    {
        int unit = Value(escaped[2..6]);
        var rest = escaped[6..];
        if (char.IsHighSurrogate((char)unit) && rest.Length >= 6 && rest[0] == '\\' && rest[1] == 'u' && char.IsLowSurrogate((char)Value(rest[2..6])))
        {
            written = new Rune((char)unit, (char)Value(rest[2..6])).EncodeToUtf8(output);
            return 12;
        }

        if (char.IsSurrogate((char)unit)) escaped[..(written = 6)].CopyTo(output);
        else written = new Rune(unit).EncodeToUtf8(output);
        return 6;
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
