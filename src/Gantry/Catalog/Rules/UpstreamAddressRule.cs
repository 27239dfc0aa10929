namespace Gantry.Catalog.Rules;

/// <summary>
/// Upstream addresses are ones that a credential may be sent to (reliability S-15). Names are judged here as far as their text tells;
/// what they resolve to is judged when the relay connects.
/// </summary>
internal sealed class UpstreamAddressRule : ICatalogRule
{
    public IEnumerable<CatalogProblem> Check(CatalogIndex catalog)
    {
        foreach (var upstream in catalog.Rows.Upstreams)
        {
            if (upstream.BaseUrl is null)
            {
                var kind = ProviderKind.Find(upstream.Provider);
                var own = kind?.AddressOf(upstream.ReadOptions());
                if (own is not null && kind!.AddressFrom is not null && !IsPlain(own))
                {
                    yield return new CatalogProblem(upstream.Key, "options", $"options with {kind.Options[^1]} make no address: give the vendor's own word for it");
                }
                else if (kind is not null && own is null)
                {
                    var way = kind.AddressFrom is null ? "give base_url" : $"give base_url, or options with {kind.Options[^1]}";
                    yield return new CatalogProblem(upstream.Key, "base_url", $"provider {upstream.Provider} has no address of its own: {way}");
                }
            }
            else if (OutboundUrl.Refuse("base_url", upstream.BaseUrl, upstream.AllowPrivateNetwork, allowQuery: false) is { } reason)
            {
                yield return new CatalogProblem(upstream.Key, "base_url", reason);
            }

            if (upstream.Proxy is { } proxy && Proxy(proxy) is { } wrong) yield return new CatalogProblem(upstream.Key, "proxy", wrong);
        }
    }

    /// <summary>What stands in options ends up within a host name, and must not end it.</summary>
    private static bool IsPlain(string made) =>
        Uri.TryCreate(made, UriKind.Absolute, out var url) && url.OriginalString == $"https://{url.Host}" && Uri.CheckHostName(url.Host) == UriHostNameType.Dns;

    private static string? Proxy(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https" or "socks4" or "socks4a" or "socks5") && url.Host.Length > 0
            ? null
            : "proxy is not an http, https or socks5 URL";
}
