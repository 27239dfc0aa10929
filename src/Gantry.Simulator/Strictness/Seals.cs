using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Gantry.Protocols;

namespace Gantry.Simulator.Strictness;

/// <summary>Tells whether sealed reasoning is this simulator's own, of the same vendor, and undamaged.</summary>
/// <remarks>The last eight bytes of a seal are a digest of the others and the vendor: no register is needed, and a restart forgets nothing.</remarks>
internal static class Seals
{
    private const int Digest = 8;

    /// <summary>Signs the bytes of a seal in their last eight.</summary>
    public static void Sign(Span<byte> seal, Protocol vendor) => BinaryPrimitives.WriteUInt64BigEndian(seal[^Digest..], Of(seal[..^Digest], vendor));

    /// <summary>Whether the vendor has sealed this.</summary>
    public static bool IsOwn(string? seal, Protocol vendor)
    {
        var bytes = new byte[seal?.Length ?? 0];
        return Convert.TryFromBase64String(seal ?? "", bytes, out var length)
            && length > Digest
            && BinaryPrimitives.ReadUInt64BigEndian(bytes.AsSpan(length - Digest)) == Of(bytes.AsSpan(0, length - Digest), vendor);
    }

    private static ulong Of(ReadOnlySpan<byte> content, Protocol vendor)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData([.. Encoding.ASCII.GetBytes(vendor.ToString()), .. content], digest);
        return BinaryPrimitives.ReadUInt64BigEndian(digest);
    }
}
