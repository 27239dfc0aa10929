using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Gantry.Providers;
using Gantry.Snapshot;

namespace Gantry.Relay;

/// <summary>The ways out: one connection pool for each, private or public, and by which proxy.</summary>
internal sealed class UpstreamPools(RelayLimits limits, OutboundNetwork network) : IOutboundHttp, IDisposable
{
    // By the proxy's text: two addresses that differ only in their password are equal as Uri.
    private readonly ConcurrentDictionary<(bool AllowPrivateNetwork, string? Proxy), SocketsHttpHandler> _pools = new();

    public HttpMessageHandler Handler(Upstream upstream) => _pools.GetOrAdd((upstream.AllowPrivateNetwork, upstream.Proxy?.OriginalString), Open);

    /// <summary>For what the gateway asks in a matter of its own, no upstream's: by the machine's proxy, through the same guard.</summary>
    /// <param name="allowPrivateNetwork">Whether the one who is asked may stand on a private address.</param>
    public HttpMessageHandler Handler(bool allowPrivateNetwork) => _pools.GetOrAdd((allowPrivateNetwork, null), Open);

    /// <summary>How TLS is spoken to a host that no pool leads to, such as a mail server: by the same judges.</summary>
    public SslClientAuthenticationOptions TlsTo(string host)
    {
        var tls = Tls(network.Roots);
        tls.TargetHost = host;
        return tls;
    }

    public void Dispose()
    {
        foreach (var pool in _pools.Values)
        {
            pool.Dispose();
        }
    }

    private SocketsHttpHandler Open((bool AllowPrivateNetwork, string? Proxy) way)
    {
        var proxy = way.Proxy is null ? network.Proxy : new WebProxy(way.Proxy) { Credentials = new ProxyCredentials() };
        return new SocketsHttpHandler
        {
            UseProxy = true,
            Proxy = proxy,
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = limits.Connect,
            PooledConnectionLifetime = limits.ConnectionLifetime,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(90),
            MaxConnectionsPerServer = int.MaxValue,
            EnableMultipleHttp2Connections = true,
            KeepAlivePingDelay = TimeSpan.FromSeconds(30),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(15),
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            ResponseDrainTimeout = TimeSpan.Zero,
            MaxResponseDrainSize = 0,
            ActivityHeadersPropagator = null,
            SslOptions = Tls(network.Roots),
            ConnectCallback = (context, cancellation) =>
                AddressGuard.ConnectAsync(context.DnsEndPoint, way.AllowPrivateNetwork || IsProxy(proxy, context), network.Resolve, cancellation),
        };
    }

    /// <summary>No machine's settings let older versions in (reliability S-14). Nothing here can turn a check off: what fails, fails.</summary>
    private static SslClientAuthenticationOptions Tls(IReadOnlyList<X509Certificate2> roots) => new()
    {
#pragma warning disable CA5398 // The machine's choice may be older than what is promised.
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
#pragma warning restore CA5398
        CertificateChainPolicy = Trust(roots),
    };

    private static X509ChainPolicy? Trust(IReadOnlyList<X509Certificate2> roots)
    {
        if (roots.Count == 0)
        {
            return null;
        }

        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        foreach (var root in roots)
        {
            policy.CustomTrustStore.Add(root);
        }

        return policy;
    }

    /// <summary>A proxy is the operator's own choice and may well stand on a private address; what it may reach is its own rule.</summary>
    private static bool IsProxy(IWebProxy proxy, SocketsHttpConnectionContext context)
    {
        var target = context.InitialRequestMessage.RequestUri!;
        var address = proxy.IsBypassed(target) ? null : proxy.GetProxy(target);
        return address is not null
            && string.Equals(address.IdnHost, context.DnsEndPoint.Host, StringComparison.OrdinalIgnoreCase)
            && address.Port == context.DnsEndPoint.Port;
    }
}
