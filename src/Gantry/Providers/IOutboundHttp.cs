using Gantry.Snapshot;

namespace Gantry.Providers;

/// <summary>The way out to an upstream, for libraries that fetch tokens on its behalf: its proxy, its limits, the guard on addresses.</summary>
internal interface IOutboundHttp
{
    /// <summary>Shared and long-lived; not for the caller to dispose of.</summary>
    HttpMessageHandler Handler(Upstream upstream);
}
