using System.Buffers;

namespace Gantry.Protocols.Tokens;

/// <summary>Estimates the tokens of a JSON value. Vendors render it anew: the blanks and line ends between its tokens cost nothing.</summary>
internal static class JsonTokens
{
    /// <summary>In thousandths of a token, as <see cref="TextTokens"/>.</summary>
    public static long Of(ReadOnlySpan<byte> json)
    {
        if (json.IndexOfAny("\n\r\t"u8) < 0 && json.IndexOf("  "u8) < 0) return TextTokens.OfText(json);
        byte[] dense = ArrayPool<byte>.Shared.Rent(json.Length);
        int length = 0;
        bool isInside = false;
        for (int at = 0; at < json.Length; at++)
        {
            byte one = json[at];
            if (isInside && one == '\\' && at + 1 < json.Length) dense[length++] = json[at++];
            else if (one == '"') isInside = !isInside;
            else if (!isInside && one is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t') continue;
            dense[length++] = json[at];
        }

        long tokens = TextTokens.OfText(dense.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(dense);
        return tokens;
    }
}
