using System.Buffers;
using System.Buffers.Text;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Reasoning;

/// <summary>Base64 in which every byte string has one spelling: no space, no loose bits behind the last byte.</summary>
internal static class StrictBase64
{
    private static readonly SearchValues<byte> Rewritten = SearchValues.Create("-_\\"u8);
    private static readonly SearchValues<byte> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="u8);

    /// <summary>The base64 form as a JSON string token: nothing in the alphabet needs an escape.</summary>
    public static JsonText Token(ReadOnlySpan<byte> bytes) => new(QuotedToken(bytes));

    public static byte[] QuotedToken(ReadOnlySpan<byte> bytes)
    {
        var token = new byte[Base64.GetMaxEncodedToUtf8Length(bytes.Length) + 2];
        token[0] = token[^1] = (byte)'"';
        Base64.EncodeToUtf8(bytes, token.AsSpan(1), out _, out _);
        return token;
    }

    /// <summary>Decodes the exact form that <see cref="Token"/> writes.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> text, out byte[] bytes)
    {
        bytes = [];
        if (text.Length % 4 != 0 || text.ContainsAnyExcept(Alphabet)) return false;
        if (text.IsEmpty) return true;
        int padding = text[^1] != '=' ? 0 : text[^2] != '=' ? 1 : 2;
        var decoded = new byte[text.Length / 4 * 3 - padding];
        if (Base64.DecodeFromUtf8(text, decoded, out _, out int written) != OperationStatus.Done || written != decoded.Length) return false;

        // The last group of four could hold bits that no byte uses.
        Span<byte> last = stackalloc byte[4];
        Base64.EncodeToUtf8(decoded.AsSpan(decoded.Length - (3 - padding)), last, out _, out _);
        if (!last.SequenceEqual(text[^4..])) return false;
        bytes = decoded;
        return true;
    }

    /// <summary>The same after undoing what clients do to base64: url-safe alphabet, padding cut off, <c>\/</c> and <c>\u002B</c>.</summary>
    public static bool TryDecodeLoose(ReadOnlySpan<byte> escaped, out byte[] bytes)
    {
        bytes = [];
        if (escaped.Length % 4 == 0 && !escaped.ContainsAny(Rewritten)) return TryDecode(escaped, out bytes);
        var plain = new ArrayBufferWriter<byte>(escaped.Length + 3);
        while (!escaped.IsEmpty)
        {
            int run = escaped.IndexOfAny(Rewritten);
            if (run < 0) run = escaped.Length;
            plain.Write(escaped[..run]);
            escaped = escaped[run..];
            if (escaped.IsEmpty) break;
            int used = 1;
            byte one = escaped[0] switch { (byte)'-' => (byte)'+', (byte)'_' => (byte)'/', _ => 0 };
            if (one == 0 && !JsonEscape.TryReadAscii(escaped, out one, out used)) return false;
            plain.Write([one]);
            escaped = escaped[used..];
        }

        while (plain.WrittenCount % 4 is 2 or 3) plain.Write("="u8);
        return TryDecode(plain.WrittenSpan, out bytes);
    }
}
