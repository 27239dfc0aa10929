namespace Gantry.Cli;

/// <summary>The one place where commands make a client: what a command sees must be what the server sent.</summary>
internal static class CommandHttp
{
    /// <summary>A client that hides nothing: no decompression, redirects or cookies, and no time-out of its own.</summary>
    /// <param name="target">Whom it will talk to. Loopback is reached directly, whatever the proxy variables say.</param>
    /// <remarks>The caller bounds each call with a cancellation token and disposes the client.</remarks>
    public static HttpClient Create(Uri target)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = System.Net.DecompressionMethods.None,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            UseProxy = !target.IsLoopback,
            // Who leaves an answer leaves at once: the connection is closed, not read to its end.
            ResponseDrainTimeout = TimeSpan.Zero,
            // A body that is only announced is not sent before the server has said what it thinks of it.
            Expect100ContinueTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        };
#pragma warning disable RS0030 // This is the place that the message of the ban names.
        return new HttpClient(handler, disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
#pragma warning restore RS0030
    }
}
