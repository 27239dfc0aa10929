using System.Buffers.Binary;

namespace Gantry.Protocols.Tests.Media;

/// <summary>Headers of pictures, as the formats define them; no pixels.</summary>
internal static class Pictures
{
    public static byte[] Png(int width, int height) =>
        [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, 0, 0, 0, 13, .. "IHDR"u8, .. Big32(width), .. Big32(height), 8, 6, 0, 0, 0, 1, 2, 3, 4];

    public static byte[] Gif(int width, int height) => [.. "GIF89a"u8, .. Little16(width), .. Little16(height), 0xF7, 0, 0];

    /// <summary>With an EXIF segment of so many bytes before the size.</summary>
    public static byte[] Jpeg(int width, int height, int metadata = 14, byte frame = 0xC0) =>
        [0xFF, 0xD8, 0xFF, 0xE1, .. Big16(metadata + 2), .. new byte[metadata], 0xFF, 0xFF, 0xDB, 0, 4, 0, 0, 0xFF, frame, 0, 17, 8, .. Big16(height), .. Big16(width), 3, 1, 0x22, 0];

    public static byte[] WebPLossy(int width, int height) =>
        [.. "RIFF"u8, 9, 0, 0, 0, .. "WEBPVP8 "u8, 9, 0, 0, 0, 0x10, 0, 0, 0x9D, 0x01, 0x2A, .. Little16(width), .. Little16(height)];

    public static byte[] WebPLossless(int width, int height)
    {
        byte[] bits = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bits, (uint)(width - 1) | ((uint)(height - 1) << 14));
        return [.. "RIFF"u8, 9, 0, 0, 0, .. "WEBPVP8L"u8, 9, 0, 0, 0, 0x2F, .. bits, 0, 0, 0, 0, 0];
    }

    public static byte[] WebPExtended(int width, int height) =>
        [.. "RIFF"u8, 9, 0, 0, 0, .. "WEBPVP8X"u8, 10, 0, 0, 0, 0, 0, 0, 0, .. Little24(width - 1), .. Little24(height - 1)];

    private static byte[] Big16(int value) => [(byte)(value >> 8), (byte)value];

    private static byte[] Big32(int value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    private static byte[] Little16(int value) => [(byte)value, (byte)(value >> 8)];

    private static byte[] Little24(int value) => [(byte)value, (byte)(value >> 8), (byte)(value >> 16)];
}
