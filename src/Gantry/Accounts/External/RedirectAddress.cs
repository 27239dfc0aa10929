using System.Net;
using Gantry.Accounts.SignIn;

namespace Gantry.Accounts.External;

/// <summary>Where providers send browsers back to: by the settings, never by what a request says of its host (reliability S-23).</summary>
internal static class RedirectAddress
{
    private static readonly string[] Loopback = ["localhost", "127.0.0.1", "[::1]"];

    /// <returns>Null where the settings name no public address and the request does not come from the machine itself.</returns>
    public static string? Of(HttpContext http, SignInPlace place, string provider)
    {
        var path = $"{ExternalEndpoints.Root}/{provider}/callback";
        if (place.PublicUrl() is { Length: > 0 } url) return new Uri(url).GetLeftPart(UriPartial.Authority) + path;
        if (http.Connection.RemoteIpAddress is not { } address || !IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address)) return null;
        // The browser keeps its cookie by the name it used; only one of these three is taken from it.
        var host = Array.Find(Loopback, name => string.Equals(name, http.Request.Host.Host, StringComparison.OrdinalIgnoreCase));
        return host is null ? null : $"{(http.Request.IsHttps ? "https" : "http")}://{host}:{http.Connection.LocalPort}{path}";
    }
}
