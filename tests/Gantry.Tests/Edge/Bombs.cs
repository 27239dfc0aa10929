using System.IO.Compression;
using System.Text;

namespace Gantry.Tests.Edge;

/// <summary>Bodies of at most 200 KB that become much more.</summary>
internal static class Bombs
{
    private const int Megabyte = 1_000_000;

    /// <summary>Coding as the header names it, and the bytes.</summary>
    public static IReadOnlyList<(string Coding, byte[] Bytes)> All { get; } =
    [
        ("gzip", Gzip(Zeros(200))),
        ("br", Brotli(Zeros(200))),
        ("zstd", Zstd(200)),
        ("gzip, gzip", Gzip(Gzip(Zeros(200)))),
    ];

    public static byte[] Gzip(byte[] clear)
    {
        using var packed = new MemoryStream();
        using (var packer = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            packer.Write(clear);
        }

        return packed.ToArray();
    }

    /// <summary>A good body in zstd, stored: a frame of raw blocks (RFC 8878, 3.1.1).</summary>
    public static byte[] StoredZstd(string text)
    {
        var clear = Encoding.UTF8.GetBytes(text);
        using var packed = new MemoryStream();
        packed.Write([0x28, 0xB5, 0x2F, 0xFD, 0x00, 0x58]);
        packed.Write(BlockHeader(clear.Length, kind: 0, last: true));
        packed.Write(clear);
        return packed.ToArray();
    }

    // Blocks of one byte that is repeated: four bytes for 128 KiB each.
    private static byte[] Zstd(int megabytes)
    {
        const int block = 128 * 1024;
        var count = megabytes * Megabyte / block;
        using var packed = new MemoryStream();
        packed.Write([0x28, 0xB5, 0x2F, 0xFD, 0x00, 0x58]);
        for (var i = 0; i < count; i++)
        {
            packed.Write(BlockHeader(block, kind: 1, last: i == count - 1));
            packed.WriteByte((byte)' ');
        }

        return packed.ToArray();
    }

    private static byte[] BlockHeader(int size, int kind, bool last)
    {
        var header = (size << 3) | (kind << 1) | (last ? 1 : 0);
        return [(byte)header, (byte)(header >> 8), (byte)(header >> 16)];
    }

    private static byte[] Brotli(byte[] clear)
    {
        using var packed = new MemoryStream();
        using (var packer = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            packer.Write(clear);
        }

        return packed.ToArray();
    }

    private static byte[] Zeros(int megabytes) => new byte[megabytes * Megabyte];
}
