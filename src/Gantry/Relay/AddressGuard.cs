using System.Net;
using System.Net.Sockets;
using Gantry.Catalog;

namespace Gantry.Relay;

/// <summary>Which addresses an upstream may resolve to (reliability S-15, S-16).</summary>
internal static class AddressGuard
{
    public static bool IsAllowed(IPAddress address, bool allowPrivateNetwork) =>
        !PrivateNetwork.IsNever(address) && (allowPrivateNetwork || !PrivateNetwork.IsPrivate(address));

    /// <summary>Resolves, checks and dials; the check is on the very address that is dialled, so a second DNS answer cannot slip past it.</summary>
    /// <exception cref="AddressRefusedException">No address of the host is allowed.</exception>
    public static ValueTask<Stream> ConnectAsync(
        DnsEndPoint host, bool allowPrivateNetwork, Func<string, CancellationToken, Task<IPAddress[]>> resolve, CancellationToken cancellation) =>
        ConnectAsync(host, address => IsAllowed(address, allowPrivateNetwork), resolve, cancellation);

    /// <summary>As above, for private addresses alone: what is said in clear must not leave the house.</summary>
    /// <exception cref="AddressRefusedException">The host has no private address.</exception>
    public static ValueTask<Stream> ConnectPrivateAsync(DnsEndPoint host, Func<string, CancellationToken, Task<IPAddress[]>> resolve, CancellationToken cancellation) =>
        ConnectAsync(host, address => IsAllowed(address, allowPrivateNetwork: true) && PrivateNetwork.IsPrivate(address), resolve, cancellation);

    private static async ValueTask<Stream> ConnectAsync(
        DnsEndPoint host, Predicate<IPAddress> isAllowed, Func<string, CancellationToken, Task<IPAddress[]>> resolve, CancellationToken cancellation)
    {
        var addresses = IPAddress.TryParse(host.Host, out var literal)
            ? [literal]
            : await resolve(host.Host, cancellation);
        var allowed = Array.FindAll(addresses, isAllowed);
        if (allowed.Length == 0)
        {
            throw new AddressRefusedException(host.Host);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, host.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
