namespace Gantry.Protocols.Reasoning;

/// <summary>Blobs are mostly base64 themselves: packed, an envelope is a third shorter. Only what comes back byte for byte is packed.</summary>
internal static class BlobPacking
{
    /// <summary>The numbers are part of the envelope's format.</summary>
    internal enum Form
    {
        AsWritten = 0,
        Base64 = 1,
        UrlSafe = 2,
    }

    public static Form Pack(ReadOnlySpan<byte> escaped, out byte[] packed)
    {
        if (StrictBase64.TryDecode(escaped, out packed)) return Form.Base64;
        if (!escaped.ContainsAny((byte)'+', (byte)'/') && StrictBase64.TryDecode(Swap(escaped, "-_"u8, "+/"u8), out packed)) return Form.UrlSafe;
        packed = escaped.ToArray();
        return Form.AsWritten;
    }

    /// <param name="form">As written by <see cref="Pack"/>.</param>
    /// <param name="packed">The packed bytes.</param>
    /// <param name="token">The blob with quotes around it; not yet known to be a valid token.</param>
    public static bool TryUnpack(Form form, ReadOnlySpan<byte> packed, out byte[] token)
    {
        token = form switch
        {
            Form.AsWritten => StringToken.Quote(packed),
            Form.Base64 => StrictBase64.QuotedToken(packed),
            Form.UrlSafe => Swap(StrictBase64.QuotedToken(packed), "+/"u8, "-_"u8),
            _ => [],
        };
        return token.Length > 0;
    }

    private static byte[] Swap(ReadOnlySpan<byte> text, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        byte[] swapped = text.ToArray();
        for (int i = 0; i < from.Length; i++) swapped.AsSpan().Replace(from[i], to[i]);
        return swapped;
    }
}
