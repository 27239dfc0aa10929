using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Gantry.Cli.Doctor.Findings;
using Gantry.Relay;

namespace Gantry.Cli.Doctor;

/// <summary>Whether upstreams can be reached as the server would: an address that it may dial, a connection, and TLS where the address says so. Nothing is sent, no key is needed.</summary>
internal static class UpstreamCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static async Task<Finding> FindAsync(string name, Uri address, bool allowPrivateNetwork, CancellationToken cancellation)
    {
        var where = $"{name}, {address.Host}:{address.Port}";
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        try
        {
            await using var connection = await AddressGuard.ConnectAsync(
                new DnsEndPoint(address.IdnHost, address.Port), allowPrivateNetwork, Dns.GetHostAddressesAsync, limit.Token);
            if (address.Scheme != Uri.UriSchemeHttps) return Finding.Fine("The upstream accepts a connection.", where);
            await using var tls = new SslStream(connection);
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = address.Host }, limit.Token);
            return Finding.Fine($"The upstream accepts a connection with {tls.SslProtocol}.", where);
        }
        catch (AddressRefusedException failure)
        {
            return Finding.Problem(failure.Message, where, "Check base_url and what DNS says of it.");
        }
        catch (AuthenticationException failure)
        {
            return Finding.Problem($"The upstream's certificate is refused: {failure.Message}", where,
                "Check base_url, the machine's clock, and whether a proxy breaks TLS open.");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Finding.Problem($"The upstream does not answer within {Patience.TotalSeconds:0} s.", where,
                "Check the firewall; behind a proxy set HTTPS_PROXY or the upstream's proxy.");
        }
        catch (Exception failure) when (failure is SocketException or IOException)
        {
            return Finding.Problem($"The upstream cannot be reached: {failure.Message}", where,
                "Check base_url and DNS; behind a proxy set HTTPS_PROXY or the upstream's proxy.");
        }
    }
}
