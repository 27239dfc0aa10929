using System.Security.Cryptography;
using System.Text;

namespace Gantry.Protocols.Tools;

/// <summary>Hexadecimal beginnings of SHA-256: what we make up is a function of the content, so that the same history gives the same bytes.</summary>
internal static class ShortHash
{
    public static string Of(string text, int digits) => Of(Encoding.UTF8.GetBytes(text), digits);

    public static string Of(ReadOnlySpan<byte> bytes, int digits) => Convert.ToHexStringLower(SHA256.HashData(bytes))[..digits];
}
