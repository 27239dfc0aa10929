using System.Buffers.Binary;

namespace Gantry.Protocols.Media;

/// <summary>Reads the size of a picture from its header: PNG, JPEG, GIF, WebP. The picture itself is not decoded.</summary>
public static class ImageHeader
{
    private const int MostSegments = 1_000;

    /// <param name="data">The file, or its clean base64.</param>
    /// <param name="isBase64">Whether it is base64.</param>
    /// <returns>Null where it is no picture of a known kind, is cut off before the size, or has no area.</returns>
    public static ImageSize? Read(ReadOnlySpan<byte> data, bool isBase64)
    {
        var window = new ByteWindow(data, isBase64);
        Span<byte> head = stackalloc byte[30];
        head = head[..window.Read(0, head)];
        ImageSize? size = MediaType.Sniff(head) switch
        {
            "image/png" when head.Length >= 24 => Size(BinaryPrimitives.ReadUInt32BigEndian(head[16..]), BinaryPrimitives.ReadUInt32BigEndian(head[20..])),
            "image/gif" when head.Length >= 10 => Size(BinaryPrimitives.ReadUInt16LittleEndian(head[6..]), BinaryPrimitives.ReadUInt16LittleEndian(head[8..])),
            "image/webp" when head.Length >= 30 => WebP(head),
            "image/jpeg" => Jpeg(window),
            _ => null,
        };
        return size is { Width: > 0, Height: > 0 } ? size : null;
    }

    private static ImageSize? Size(uint width, uint height) =>
        width <= int.MaxValue && height <= int.MaxValue ? new((int)width, (int)height) : null;

    private static ImageSize? WebP(ReadOnlySpan<byte> head)
    {
        if (head[12..].StartsWith("VP8X"u8)) return new(UInt24(head[24..]) + 1, UInt24(head[27..]) + 1);
        if (head[12..].StartsWith("VP8L"u8) && head[20] == 0x2F)
        {
            uint bits = BinaryPrimitives.ReadUInt32LittleEndian(head[21..]);
            return new((int)(bits & 0x3FFF) + 1, (int)((bits >> 14) & 0x3FFF) + 1);
        }

        if (!head[12..].StartsWith("VP8 "u8) || !head[23..].StartsWith((ReadOnlySpan<byte>)[0x9D, 0x01, 0x2A])) return null;
        return new(BinaryPrimitives.ReadUInt16LittleEndian(head[26..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(head[28..]) & 0x3FFF);
    }

    private static int UInt24(ReadOnlySpan<byte> bytes) => bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);

    // The size stands in the first frame header, often behind many kilobytes of metadata: segments are skipped by their lengths.
    private static ImageSize? Jpeg(ByteWindow window)
    {
        Span<byte> segment = stackalloc byte[9];
        long at = 2;
        for (int count = 0; count < MostSegments; count++)
        {
            if (window.Read(at, segment) < segment.Length || segment[0] != 0xFF) return null;
            byte marker = segment[1];
            if (marker == 0xFF)
            {
                at++;
                continue;
            }

            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                return new(BinaryPrimitives.ReadUInt16BigEndian(segment[7..]), BinaryPrimitives.ReadUInt16BigEndian(segment[5..]));
            }

            if (marker is 0xD9 or 0xDA) return null;
            bool standsAlone = marker is 0x01 or (>= 0xD0 and <= 0xD7);
            at += standsAlone ? 2 : 2 + BinaryPrimitives.ReadUInt16BigEndian(segment[2..]);
        }

        return null;
    }
}
