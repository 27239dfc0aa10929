using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Gantry.Secrets;

/// <summary>
/// How keys that we make look: prefix, 43 base62 characters of 32 random bytes, 6 characters of checksum over both. The checksum lets
/// secret scanners and the gateway tell our keys from others without a look-up; it protects nothing.
/// </summary>
internal static class KeyFormat
{
    /// <summary>The shortest secret that a person may choose for a key.</summary>
    public const int ShortestDeclared = 20;

    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int BodyLength = 43;
    private const int ChecksumLength = 6;
    private const ulong ChecksumRange = 56_800_235_584; // 62 to the 6th

    private static readonly SearchValues<char> Digits = SearchValues.Create(Alphabet);

    /// <summary>A new key with 256 bits of randomness.</summary>
    public static string Generate(string prefix)
    {
        var body = prefix + Base62(new BigInteger(RandomNumberGenerator.GetBytes(32), isUnsigned: true, isBigEndian: true), BodyLength);
        return body + Checksum(body);
    }

    /// <summary>Whether this is a key of this prefix with a right checksum; says nothing about whether it was ever issued.</summary>
    public static bool LooksLikeOurs(ReadOnlySpan<char> key, ReadOnlySpan<char> prefix)
    {
        if (key.Length != prefix.Length + BodyLength + ChecksumLength || !key.StartsWith(prefix)) return false;
        if (key[prefix.Length..].ContainsAnyExcept(Digits)) return false;
        return key[^ChecksumLength..].SequenceEqual(Checksum(key[..^ChecksumLength]));
    }

    /// <summary>The first eight and last four characters; less of a short secret, so that at least twelve stay hidden.</summary>
    public static string Display(string key) =>
        key.Length >= 24 ? $"{key[..8]}…{key[^4..]}" : $"{key[..4]}…{key[^4..]}";

    private static string Checksum(ReadOnlySpan<char> body)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(body.ToString()), hash);
        return Base62(BinaryPrimitives.ReadUInt64BigEndian(hash) % ChecksumRange, ChecksumLength);
    }

    private static string Base62(BigInteger value, int length)
    {
        Span<char> digits = stackalloc char[length];
        for (var i = length - 1; i >= 0; i--)
        {
            value = BigInteger.DivRem(value, 62, out var digit);
            digits[i] = Alphabet[(int)digit];
        }

        return new string(digits);
    }
}
