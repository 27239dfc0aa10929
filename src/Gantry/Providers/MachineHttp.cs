using System.Net;
using System.Net.Sockets;
using Gantry.Catalog;

namespace Gantry.Providers;

/// <summary>
/// The way to the service that hands a machine its identity. It stands on an address that the way to upstreams refuses, with reason: no configured
/// address may lead there. Here a library asks, of an address that it knows by itself or by the machine's environment.
/// </summary>
/// <remarks>The guard is the other way round: what is asked without encryption, and by no proxy, must not leave the machine's own network.</remarks>
internal static class MachineHttp
{
    /// <summary>Shared by all who ask; a handler holds nothing of theirs.</summary>
    public static HttpMessageHandler Handler { get; } = new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        ActivityHeadersPropagator = null,
        ConnectCallback = static (context, cancellation) => ConnectAsync(context.DnsEndPoint, Dns.GetHostAddressesAsync, cancellation),
    };

    /// <summary>Dials what is private or a metadata service, on the very address that was looked at.</summary>
    /// <exception cref="HttpRequestException">The host has no such address.</exception>
    public static async ValueTask<Stream> ConnectAsync(
        DnsEndPoint host, Func<string, CancellationToken, Task<IPAddress[]>> resolve, CancellationToken cancellation)
    {
        var addresses = IPAddress.TryParse(host.Host, out var literal) ? [literal] : await resolve(host.Host, cancellation);
        var own = Array.FindAll(addresses, a => PrivateNetwork.IsPrivate(a) || PrivateNetwork.IsMetadata(a));
        if (own.Length == 0)
        {
            throw new HttpRequestException($"{host.Host} is no service of this machine: it stands on a public address.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(own, host.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
