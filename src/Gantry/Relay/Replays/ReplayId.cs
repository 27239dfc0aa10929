using System.Security.Cryptography;
using System.Text;

namespace Gantry.Relay.Replays;

/// <summary>A key within its account, as a hash: the client's own words lie nowhere.</summary>
/// <param name="Hex">SHA-256 in lower case hexadecimal.</param>
internal readonly record struct ReplayId(string Hex)
{
    public static ReplayId Of(Guid account, string key) =>
        new(Convert.ToHexStringLower(SHA256.HashData([.. account.ToByteArray(), .. Encoding.ASCII.GetBytes(key)])));
}
