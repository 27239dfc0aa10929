using System.Net;

namespace Gantry.Relay;

/// <summary>
/// The proxy that <c>HTTP_PROXY</c>, <c>HTTPS_PROXY</c>, <c>ALL_PROXY</c> and <c>NO_PROXY</c> ask for, in either case of letters. A host that is a
/// loopback or private address is never reached through it: such a proxy leads out of the network, not around in it.
/// </summary>
/// <remarks>Not the framework's own: that one reads the process environment once and for ever, and knows no networks in <c>NO_PROXY</c>.</remarks>
internal sealed class EnvironmentProxy : IWebProxy
{
    private readonly Uri? _http;
    private readonly Uri? _https;
    private readonly NoProxy _direct;

    public EnvironmentProxy(Func<string, string?> environment)
    {
        var all = Read(environment, "all_proxy");
        _http = Read(environment, "http_proxy") ?? all;
        _https = Read(environment, "https_proxy") ?? all;
        _direct = NoProxy.Parse(Text(environment, "no_proxy"));
    }

    public ICredentials? Credentials { get; set; } = new ProxyCredentials();

    /// <returns>Null where the host is reached directly.</returns>
    public Uri? GetProxy(Uri destination) =>
        IsInside(destination) || _direct.Covers(destination) ? null
        : destination.Scheme == Uri.UriSchemeHttps ? _https
        : _http;

    public bool IsBypassed(Uri host) => GetProxy(host) is null;

    private static bool IsInside(Uri host)
    {
        var name = host.IdnHost.TrimEnd('.');
        return IPAddress.TryParse(name, out var address)
            ? !AddressGuard.IsAllowed(address, allowPrivateNetwork: false)
            : host.IsLoopback || name.Equals("localhost", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
    }

    private static Uri? Read(Func<string, string?> environment, string name)
    {
        if (Text(environment, name) is not { } text)
        {
            return null;
        }

        var address = text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text;
        return Uri.TryCreate(address, UriKind.Absolute, out var proxy) ? proxy : null;
    }

    private static string? Text(Func<string, string?> environment, string name)
    {
        var text = environment(name) is { Length: > 0 } lower ? lower : environment(name.ToUpperInvariant());
        return string.IsNullOrWhiteSpace(text) ? null : text.Trim();
    }
}
