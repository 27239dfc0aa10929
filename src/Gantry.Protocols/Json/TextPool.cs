using System.Buffers.Binary;
using System.Text;

namespace Gantry.Protocols.Json;

/// <summary>Decodes names and ids, each one once as long as it keeps coming: a history names few tools, and a result follows its call.</summary>
/// <remarks>For the reading of one body: what it holds is a client's. A text may push out another; it is decoded again then.</remarks>
internal sealed class TextPool
{
    private const int Slots = 64;   // a power of two

    private readonly string?[] _texts = new string?[Slots];

    /// <summary>The decoded text.</summary>
    public string Of(JsonText text)
    {
        var utf8 = text.Escaped;
        if (utf8.IsEmpty) return "";
        if (utf8.Length > 128) return text.ToString();
        ref string? slot = ref _texts[Slot(utf8)];
        if (slot is { } known && known.Length == utf8.Length && Ascii.Equals(utf8, known) && !utf8.Contains((byte)'\\')) return known;
        return slot = text.ToString();
    }

    // Names and ids differ at their ends.
    private static int Slot(ReadOnlySpan<byte> utf8)
    {
        ulong end = utf8.Length >= sizeof(ulong) ? BinaryPrimitives.ReadUInt64LittleEndian(utf8[^sizeof(ulong)..]) : utf8[^1] | ((ulong)utf8[0] << 8);
        return (int)(((end + (ulong)utf8.Length) * 0x9E37_79B9_7F4A_7C15) >> 58);
    }
}
