using System.Buffers;
using System.Buffers.Text;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Media;

/// <summary>Base64 as clients write it: broken into lines, url-safe, unpadded, with JSON escapes inside.</summary>
internal static class Base64Text
{
    private static readonly SearchValues<byte> Digits =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8);

    /// <summary>Only digits of the standard alphabet, with full padding. An empty text is not clean: there is nothing in it.</summary>
    public static bool IsClean(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text.Length % 4 != 0) return false;
        int end = text.IndexOfAnyExcept(Digits);
        return end < 0 || (end >= text.Length - 2 && text[end..].IndexOfAnyExcept((byte)'=') < 0);
    }

    /// <summary>Decodes the beginning; the number of bytes that came out.</summary>
    public static int DecodeHead(ReadOnlySpan<byte> escaped, Span<byte> into)
    {
        Span<byte> digits = stackalloc byte[(into.Length + 2) / 3 * 4];
        int count = 0;
        while (count < digits.Length && TryRead(ref escaped, out byte one))
        {
            if (one == '=') break;
            if (one != 0) digits[count++] = one;
        }

        while (count % 4 is 2 or 3) digits[count++] = (byte)'=';
        Span<byte> decoded = stackalloc byte[digits.Length / 4 * 3];
        Base64.DecodeFromUtf8(digits[..(count / 4 * 4)], decoded, out _, out int written);
        written = Math.Min(written, into.Length);
        decoded[..written].CopyTo(into);
        return written;
    }

    /// <summary>Writes the clean form; false where there is something else than base64, or nothing.</summary>
    /// <param name="escaped">Between the quotes of a string token.</param>
    /// <param name="clean">Where it goes; null for the question alone.</param>
    public static bool TryClean(ReadOnlySpan<byte> escaped, IBufferWriter<byte>? clean)
    {
        long count = 0;
        int padding = 0;
        while (!escaped.IsEmpty)
        {
            int run = escaped.IndexOfAnyExcept(Digits);
            if (run < 0) run = escaped.Length;
            if (run > 0)
            {
                if (padding > 0) return false;
                clean?.Write(escaped[..run]);
                count += run;
                escaped = escaped[run..];
                continue;
            }

            if (!TryRead(ref escaped, out byte one)) return false;
            if (one == 0) continue;
            if (one == '=') padding++;
            else if (padding > 0) return false;
            else
            {
                clean?.Write([one]);
                count++;
            }
        }

        int missing = (int)(count % 4);
        if (count == 0 || missing == 1 || padding > 2) return false;
        if (missing > 0) clean?.Write("=="u8[..(4 - missing)]);
        return true;
    }

    // One digit or padding of the standard alphabet; 0 for space. False at the end and at anything foreign.
    private static bool TryRead(ref ReadOnlySpan<byte> escaped, out byte one)
    {
        one = 0;
        if (escaped.IsEmpty) return false;
        int used = 1;
        one = escaped[0];
        if (one == '\\' && !JsonEscape.TryReadAscii(escaped, out one, out used)) return false;
        escaped = escaped[used..];
        switch (one)
        {
            case (byte)'-':
                one = (byte)'+';
                return true;
            case (byte)'_':
                one = (byte)'/';
                return true;
            case (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t':
                one = 0;
                return true;
            default:
                return one == '=' || Digits.Contains(one);
        }
    }
}
