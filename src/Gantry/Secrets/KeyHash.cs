using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Gantry.Secrets;

/// <summary>HMAC-SHA256 of a client key under the pepper: what the store keeps instead of the key (reliability S-2).</summary>
public readonly record struct KeyHash(UInt128 High, UInt128 Low)
{
    /// <summary>Length in bytes.</summary>
    public const int Size = 32;

    /// <summary>Compares in a time that does not depend on where the two differ (reliability S-4).</summary>
    public static bool FixedTimeEquals(KeyHash left, KeyHash right)
    {
        Span<byte> a = stackalloc byte[Size];
        Span<byte> b = stackalloc byte[Size];
        left.WriteTo(a);
        right.WriteTo(b);
        return CryptographicOperations.FixedTimeEquals(a, b);
    }

    /// <summary>Reads 32 big-endian bytes.</summary>
    public static KeyHash FromBytes(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadUInt128BigEndian(bytes), BinaryPrimitives.ReadUInt128BigEndian(bytes[16..]));

    /// <summary>Reads the 64 hexadecimal digits that <see cref="ToHex"/> writes.</summary>
    public static KeyHash FromHex(string hex) => FromBytes(Convert.FromHexString(hex));

    /// <summary>64 lower-case hexadecimal digits, as the store keeps it.</summary>
    public string ToHex()
    {
        Span<byte> bytes = stackalloc byte[Size];
        WriteTo(bytes);
        return Convert.ToHexStringLower(bytes);
    }

    private void WriteTo(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt128BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt128BigEndian(bytes[16..], Low);
    }
}
