using System.Collections.Immutable;
using System.Net;

namespace Gantry.Snapshot;

/// <summary>Which proxies are believed about where a request came from.</summary>
/// <param name="Proxies">Where they stand.</param>
/// <param name="Limit">How many of them in a row are believed.</param>
/// <param name="Standard">They write <c>Forwarded</c> (RFC 7239); else the <c>X-Forwarded-</c> family. One of the two: what they do not write, a client may.</param>
public sealed record ForwardingTerms(ImmutableArray<IPNetwork> Proxies, int Limit, bool Standard)
{
    /// <summary>Whether this is the address of one of them.</summary>
    public bool Trusts(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        foreach (var network in Proxies)
        {
            if (network.Contains(plain))
            {
                return true;
            }
        }

        return false;
    }
}
