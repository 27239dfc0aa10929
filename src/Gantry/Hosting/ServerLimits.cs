using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Gantry.Hosting;

/// <summary>Every limit of the HTTP server that its own default would set wrongly for long answers (reliability §0, S-37, S-40).</summary>
internal static class ServerLimits
{
    public static void Apply(KestrelServerOptions kestrel)
    {
        // A line that ends with LF alone is where servers disagree, and so where a second request hides in the first (reliability S-28).
        AppContext.SetSwitch("Microsoft.AspNetCore.Server.Kestrel.DisableHttp1LineFeedTerminators", isEnabled: true);
        kestrel.AddServerHeader = false;
        kestrel.AllowSynchronousIO = false;
        kestrel.ConfigureEndpointDefaults(listen =>
        {
            // Nothing speaks HTTP/2 in clear: its floods of resets have nobody to talk to (reliability S-38).
            listen.Protocols = HttpProtocols.Http1;
            var connections = kestrel.ApplicationServices.GetRequiredService<ConnectionLimit>();
            listen.Use(next => connection => connections.RunAsync(connection, next));
        });
        var limits = kestrel.Limits;
        // Each endpoint has its own bound, on decoded bytes; the server sees only what is on the wire.
        limits.MaxRequestBodySize = null;
        // What one connection may hold of either direction before the other side has to wait (reliability S-37).
        limits.MaxRequestBufferSize = 1024 * 1024;
        limits.MaxResponseBufferSize = 64 * 1024;
        limits.MaxConcurrentConnections = 20_000;
        limits.MaxRequestHeadersTotalSize = 64 * 1024;
        limits.MaxRequestHeaderCount = 200;
        limits.MaxRequestLineSize = 16 * 1024;
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(130);
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 1024, gracePeriod: TimeSpan.FromSeconds(5));
        // A client that takes no bytes is let go by the exchange's own clock, which settles it first.
        limits.MinResponseDataRate = null;
    }
}
