using System.Net;

namespace Gantry.Catalog;

/// <summary>URLs that the gateway calls, judged as far as their text tells (reliability S-15, S-18); what a name resolves to is judged when it is dialled.</summary>
internal static class OutboundUrl
{
    /// <param name="what">The member that holds it, for the message.</param>
    /// <param name="text">The URL. It is left out of messages: somebody may have written a credential into it.</param>
    /// <param name="allowPrivate">Loopback and private addresses are meant.</param>
    /// <param name="allowQuery">It may have a query.</param>
    /// <returns>What is wrong with it, or null.</returns>
    public static string? Refuse(string what, string text, bool allowPrivate, bool allowQuery)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Host.Length == 0)
            return $"{what} is not an http or https URL";
        if (url.UserInfo.Length > 0) return $"{what} may hold no user or password{(allowQuery ? "" : ": credentials belong in api_keys")}";
        if (url.Fragment.Length > 0 || (!allowQuery && url.Query.Length > 0)) return allowQuery ? $"{what} may hold no fragment" : $"{what} may hold no query and no fragment";
        var host = url.IdnHost.TrimEnd('.');
        if (PrivateNetwork.IsMetadata(host)) return $"{what} points at {host}, a cloud metadata service: never allowed";
        if (PrivateNetwork.IsNever(host)) return $"{what} points at {host}, a link-local, multicast, reserved or translated address: never allowed";
        var isPrivate = PrivateNetwork.IsPrivateHost(host);
        if (isPrivate && !allowPrivate) return $"{what} points at {host}, a private or loopback address: say allow_private_network: true if that is meant";
        if (url.Scheme == "https" || isPrivate) return null;
        var sent = allowQuery ? "what it is told" : "credentials";
        return IPAddress.TryParse(host, out _)
            ? $"{what} sends {sent} to the public address {host} without encryption: use https"
            : $"{what} sends {sent} to {host} without encryption: use https, or the private address itself with allow_private_network: true";
    }
}
