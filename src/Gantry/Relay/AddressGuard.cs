using System.Net;
using System.Net.Sockets;
using Gantry.Catalog;

namespace Gantry.Relay;

/// <summary>Which addresses an upstream may resolve to (reliability S-15, S-16).</summary>
internal static class AddressGuard
{
    // Never an upstream, whatever the settings say: link-local holds the metadata services, the rest routes nowhere or to other families.
    private static readonly IPNetwork[] Never = Networks(
        "169.254.0.0/16", "224.0.0.0/4", "240.0.0.0/4", "fe80::/10", "ff00::/8", "64:ff9b::/96", "2002::/16");

    public static bool IsAllowed(IPAddress address, bool allowPrivateNetwork)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return !PrivateNetwork.IsMetadata(plain) && !Contains(Never, plain) && (allowPrivateNetwork || !PrivateNetwork.IsPrivate(plain));
    }

    /// <summary>Resolves, checks and dials; the check is on the very address that is dialled, so a second DNS answer cannot slip past it.</summary>
    /// <exception cref="AddressRefusedException">No address of the host is allowed.</exception>
    public static async ValueTask<Stream> ConnectAsync(
        DnsEndPoint host, bool allowPrivateNetwork, Func<string, CancellationToken, Task<IPAddress[]>> resolve, CancellationToken cancellation)
    {
        var addresses = IPAddress.TryParse(host.Host, out var literal)
            ? [literal]
            : await resolve(host.Host, cancellation);
        var allowed = Array.FindAll(addresses, a => IsAllowed(a, allowPrivateNetwork));
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

    private static IPNetwork[] Networks(params string[] networks) => Array.ConvertAll(networks, IPNetwork.Parse);

    private static bool Contains(IPNetwork[] networks, IPAddress address)
    {
        foreach (var network in networks)
        {
            if (network.Contains(address))
            {
                return true;
            }
        }

        return false;
    }
}
