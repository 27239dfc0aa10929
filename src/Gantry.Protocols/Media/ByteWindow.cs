using System.Buffers.Text;

namespace Gantry.Protocols.Media;

/// <summary>Reads bytes at any place of a file that may stand in base64, decoding no more than asked for.</summary>
internal readonly ref struct ByteWindow(ReadOnlySpan<byte> data, bool isBase64)
{
    private const int MostBytes = 48;

    private readonly ReadOnlySpan<byte> _data = data;

    /// <summary>The number of bytes that are there, up to the length of <paramref name="into"/>.</summary>
    public int Read(long offset, Span<byte> into)
    {
        if (!isBase64)
        {
            if (offset >= _data.Length) return 0;
            var raw = _data[(int)offset..];
            raw = raw[..Math.Min(raw.Length, into.Length)];
            raw.CopyTo(into);
            return raw.Length;
        }

        into = into[..Math.Min(into.Length, MostBytes)];
        long group = offset / 3;
        if (group * 4 >= _data.Length) return 0;
        int skip = (int)(offset % 3);
        var text = _data[(int)(group * 4)..];
        text = text[..Math.Min(text.Length, (skip + into.Length + 2) / 3 * 4)];
        Span<byte> decoded = stackalloc byte[MostBytes + 6];
        Base64.DecodeFromUtf8(text, decoded, out _, out int written);
        int count = Math.Clamp(written - skip, 0, into.Length);
        decoded.Slice(skip, count).CopyTo(into);
        return count;
    }
}
