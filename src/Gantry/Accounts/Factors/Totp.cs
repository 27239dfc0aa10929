using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Gantry.Accounts.Factors;

/// <summary>
/// Codes of authenticator apps (RFC 6238): HMAC-SHA1, 30 seconds, six digits, one step before and after. Identity's own provider takes two
/// steps either way and the same code any number of times; reliability S-24 allows neither.
/// </summary>
internal static class Totp
{
    /// <summary>In bytes: as long as the hash (RFC 4226, §4).</summary>
    public const int KeySize = 20;

    private const int Digits = 6;
    private const int Modulus = 1_000_000;
    private const int StepSeconds = 30;
    private const int Group = 4;
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static byte[] NewKey() => RandomNumberGenerator.GetBytes(KeySize);

    public static long StepOf(DateTimeOffset time) => time.ToUnixTimeSeconds() / StepSeconds;

    /// <summary>The code of one step.</summary>
    public static string Code(ReadOnlySpan<byte> key, long step)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
#pragma warning disable CA5350 // What authenticator apps compute; a collision of SHA-1 helps nobody against an HMAC.
        HMACSHA1.HashData(key, counter, hash);
#pragma warning restore CA5350
        var offset = hash[^1] & 0x0f;
        var value = (BinaryPrimitives.ReadInt32BigEndian(hash[offset..]) & int.MaxValue) % Modulus;
        return value.ToString("D6");
    }

    /// <returns>The step that the code belongs to; null where it is none of now, or of the step before or after.</returns>
    public static long? Match(ReadOnlySpan<byte> key, string code, DateTimeOffset now)
    {
        var typed = string.Concat(code.Where(c => !char.IsWhiteSpace(c)));
        if (typed.Length != Digits) return null;
        long? found = null;
        for (var step = StepOf(now) - 1; step <= StepOf(now) + 1; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Code(key, step)), Encoding.UTF8.GetBytes(typed))) found = step;
        }

        return found;
    }

    /// <summary>The key in Base32, in groups for typing.</summary>
    public static string Typed(ReadOnlySpan<byte> key) => string.Join(' ', Base32(key).Chunk(Group).Select(group => new string(group)));

    /// <summary>The address that a QR code carries.</summary>
    public static string Address(ReadOnlySpan<byte> key, string issuer, string email) =>
        $"otpauth://totp/{Uri.EscapeDataString(issuer)}:{Uri.EscapeDataString(email)}?secret={Base32(key)}&issuer={Uri.EscapeDataString(issuer)}&algorithm=SHA1&digits={Digits}&period={StepSeconds}";

    private static string Base32(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        var (bits, count) = (0, 0);
        foreach (var value in bytes)
        {
            (bits, count) = (bits << 8 | value, count + 8);
            while (count >= 5)
            {
                count -= 5;
                text.Append(Alphabet[bits >> count & 31]);
            }

            bits &= (1 << count) - 1;
        }

        // Keys here are whole groups of 40 bits: nothing is left over.
        return text.ToString();
    }
}
