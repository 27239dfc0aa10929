using System.Security.Cryptography;
using System.Text;

namespace Gantry.Billing;

/// <summary>What is kept of the name that a client gives its conversation: enough to find its requests again, and nothing to read. Some names hold a person's address.</summary>
internal static class SessionPrint
{
    private const int Size = 12;

    /// <summary>The start of the SHA-256 of the name, in hex.</summary>
    public static string Of(string name)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(name), hash);
        return Convert.ToHexStringLower(hash[..Size]);
    }
}
