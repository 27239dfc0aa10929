using System.Net;
using System.Net.Sockets;
using Gantry.Snapshot;

namespace Gantry.Edge;

/// <summary>
/// Puts the client in the place of the proxies in front of the gateway: its address, the scheme and the host it asked for. Only what a
/// configured proxy says is believed, and only as far as each of the next ones is one too; everything else is a claim that anybody can
/// write (reliability S-26). Key networks, limits and logs read the connection, and so what is set here.
/// </summary>
internal static class ForwardedClient
{
    public static void Apply(HttpContext http, ForwardingTerms terms)
    {
        if (http.Connection.RemoteIpAddress is not { } peer || !terms.Trusts(peer))
        {
            return;
        }

        var address = peer;
        string? scheme = null, host = null;
        for (var distance = 0; distance < terms.Limit; distance++)
        {
            var hop = terms.Standard ? ForwardedHeaders.StandardHop(http.Request.Headers, distance) : ForwardedHeaders.Hop(http.Request.Headers, distance);
            scheme = IsScheme(hop.Scheme) ? hop.Scheme : scheme;
            host = IsHost(hop.Host) ? hop.Host : host;
            if (TryAddress(hop.For) is not { } next)
            {
                break;
            }

            address = next;
            if (!terms.Trusts(next))
            {
                break;
            }
        }

        if (!address.Equals(peer))
        {
            http.Connection.RemoteIpAddress = address;
            http.Connection.RemotePort = 0;
        }

        if (scheme is not null)
        {
            http.Request.Scheme = scheme.ToLowerInvariant();
        }

        if (host is not null)
        {
            http.Request.Host = new HostString(host);
        }
    }

    /// <summary>An address as proxies write it, with or without a port; null for a word, a name or one of the short forms that readers take differently.</summary>
    internal static IPAddress? TryAddress(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        var bare = text.AsSpan();
        if (bare[0] == '[' && bare.IndexOf(']') is var close and > 0)
        {
            bare = bare[1..close];
        }
        else if (bare.Count(':') == 1)
        {
            bare = bare[..bare.IndexOf(':')];
        }

        if (bare.Contains('%') || (!bare.Contains(':') && bare.Count('.') != 3) || !IPAddress.TryParse(bare, out var address))
        {
            return null;
        }

        return address.AddressFamily == AddressFamily.InterNetwork && !bare.SequenceEqual(address.ToString()) ? null
            : address.IsIPv4MappedToIPv6 ? address.MapToIPv4()
            : address;
    }

    private static bool IsScheme(string? scheme) =>
        scheme is not null && (scheme.Equals("https", StringComparison.OrdinalIgnoreCase) || scheme.Equals("http", StringComparison.OrdinalIgnoreCase));

    private static bool IsHost(string? host) =>
        host is { Length: > 0 and <= 255 } && host.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or ':' or '[' or ']');
}
