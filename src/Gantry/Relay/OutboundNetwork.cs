using System.Net;

namespace Gantry.Relay;

/// <summary>What the gateway's surroundings decide about the way to an upstream.</summary>
/// <param name="Proxy">For upstreams that name none of their own.</param>
/// <param name="Resolve">From a host name to its addresses.</param>
internal sealed record OutboundNetwork(IWebProxy Proxy, Func<string, CancellationToken, Task<IPAddress[]>> Resolve);
