using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Gantry.Relay;

/// <summary>What the gateway's surroundings decide about the way to an upstream.</summary>
/// <param name="Proxy">For upstreams that name none of their own.</param>
/// <param name="Resolve">From a host name to its addresses.</param>
internal sealed record OutboundNetwork(IWebProxy Proxy, Func<string, CancellationToken, Task<IPAddress[]>> Resolve)
{
    /// <summary>Who vouches for upstreams, in the place of those whom the machine trusts; empty for these. Names and dates are checked in any case.</summary>
    public IReadOnlyList<X509Certificate2> Roots { get; init; } = [];
}
