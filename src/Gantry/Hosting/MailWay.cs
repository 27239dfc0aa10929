using System.Net;
using System.Net.Security;
using Gantry.Catalog;
using Gantry.Mail;
using Gantry.Relay;

namespace Gantry.Hosting;

/// <summary>
/// The way to the mail server, through the guard on addresses: public ones; private ones where the host's own text says so or the settings do; in clear
/// only private ones. Certificates are judged as those of upstreams are. No proxy: mail has none.
/// </summary>
internal sealed class MailWay(UpstreamPools pools, OutboundNetwork network) : ISmtpLine
{
    public async ValueTask<Stream> DialAsync(SmtpSettings settings, CancellationToken cancellation)
    {
        var host = new DnsEndPoint(settings.Host, settings.Port);
        try
        {
            return settings.Security == SmtpSecurity.None
                ? await AddressGuard.ConnectPrivateAsync(host, network.Resolve, cancellation)
                : await AddressGuard.ConnectAsync(host, settings.AllowPrivateNetwork || PrivateNetwork.IsPrivateHost(settings.Host.TrimEnd('.')), network.Resolve, cancellation);
        }
        catch (AddressRefusedException)
        {
            var why = settings.Security == SmtpSecurity.None ? "mail in clear goes to private addresses only" : "say allow_private_network: true if a private one is meant";
            throw new SmtpException($"No address of the mail server {settings.Host} may be dialled: {why}.");
        }
    }

    public async ValueTask<Stream> SecureAsync(Stream plain, string host, CancellationToken cancellation)
    {
        var tls = new SslStream(plain);
        try
        {
            await tls.AuthenticateAsClientAsync(pools.TlsTo(host), cancellation);
            return tls;
        }
        catch
        {
            await tls.DisposeAsync();
            throw;
        }
    }
}
