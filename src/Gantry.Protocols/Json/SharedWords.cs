using System.Buffers.Binary;
using System.Text;

namespace Gantry.Protocols.Json;

/// <summary>Words that come with every request, such as the names of models: decoded once for all of them. Thread safe.</summary>
/// <remarks>A word may push out another; it is decoded again then.</remarks>
internal static class SharedWords
{
    private const int Longest = 128;
    private const int Bits = 9;

    private static readonly string?[] Words = new string?[1 << Bits];

    /// <summary>The decoded text.</summary>
    /// <param name="utf8">Valid text without escapes.</param>
    public static string Of(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty) return "";
        if (utf8.Length > Longest) return Encoding.UTF8.GetString(utf8);
        ref string? slot = ref Words[Slot(utf8)];
        if (slot is { } known && Ascii.Equals(utf8, known)) return known;
        return slot = Encoding.UTF8.GetString(utf8);
    }

    private static int Slot(ReadOnlySpan<byte> utf8)
    {
        ulong mixed = (ulong)utf8.Length;
        while (utf8.Length >= sizeof(ulong))
        {
            mixed = (mixed ^ BinaryPrimitives.ReadUInt64LittleEndian(utf8)) * 0x9E37_79B9_7F4A_7C15;
            utf8 = utf8[sizeof(ulong)..];
        }

        foreach (byte b in utf8) mixed = (mixed ^ b) * 0x9E37_79B9_7F4A_7C15;
        return (int)(mixed >> (64 - Bits));
    }
}
