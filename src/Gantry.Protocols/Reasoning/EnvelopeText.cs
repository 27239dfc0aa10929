using System.Buffers.Binary;
using System.IO.Compression;

namespace Gantry.Protocols.Reasoning;

/// <summary>The readable text inside an envelope: its escaped form, compressed where that helps. Length kept (4), length in full (4), bytes.</summary>
internal static class EnvelopeText
{
    private const int HeaderSize = 8;
    private const int MaxSize = 8 << 20;
    private const int MaxRatio = 64;     // what compresses better is kept as it is: no reader needs to swallow a bomb
    private const int Quality = 5;
    private const int WindowBits = 18;

    public static byte[] Pack(ReadOnlySpan<byte> escaped)
    {
        var packed = new byte[HeaderSize + escaped.Length];
        var room = packed.AsSpan(HeaderSize);
        if (escaped.Length is 0 or > MaxSize || !BrotliEncoder.TryCompress(escaped, room, out int kept, Quality, WindowBits)
            || kept >= escaped.Length || escaped.Length > (long)kept * MaxRatio)
        {
            escaped.CopyTo(room);
            kept = escaped.Length;
        }

        BinaryPrimitives.WriteInt32BigEndian(packed, kept);
        BinaryPrimitives.WriteInt32BigEndian(packed.AsSpan(4), escaped.Length);
        return packed[..(HeaderSize + kept)];
    }

    /// <param name="packed">Begins with the text; the blob follows.</param>
    /// <param name="token">The text with quotes around it; not yet known to be a valid token.</param>
    /// <param name="used">Bytes that the text took.</param>
    public static bool TryUnpack(ReadOnlySpan<byte> packed, out byte[] token, out int used)
    {
        token = [];
        used = 0;
        if (packed.Length < HeaderSize) return false;
        int kept = BinaryPrimitives.ReadInt32BigEndian(packed);
        int full = BinaryPrimitives.ReadInt32BigEndian(packed[4..]);
        if (kept < 0 || kept > packed.Length - HeaderSize || full < kept || full > (long)kept * MaxRatio) return false;
        used = HeaderSize + kept;
        var bytes = packed[HeaderSize..used];
        var quoted = new byte[full + 2];
        quoted[0] = quoted[^1] = (byte)'"';
        if (kept == full) bytes.CopyTo(quoted.AsSpan(1));
        else if (!BrotliDecoder.TryDecompress(bytes, quoted.AsSpan(1, full), out int written) || written != full) return false;
        token = quoted;
        return true;
    }
}
