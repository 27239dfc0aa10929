using Gantry.Secrets;

namespace Gantry.Catalog;

/// <summary>User and password of a proxy: a secret like a credential, written in the middle of an address.</summary>
internal static class ProxyLogin
{
    private const string Scheme = "://";

    /// <summary>The address without them, and them as they were written; null where the address has none.</summary>
    public static (string Address, string Login)? Split(string proxy)
    {
        var start = proxy.IndexOf(Scheme, StringComparison.Ordinal) + Scheme.Length;
        if (start < Scheme.Length) return null;
        var end = proxy.AsSpan(start).IndexOfAny('/', '?', '#');
        var at = proxy.AsSpan(start, end < 0 ? proxy.Length - start : end).LastIndexOf('@');
        return at < 0 ? null : (string.Concat(proxy.AsSpan(0, start), proxy.AsSpan(start + at + 1)), proxy.Substring(start, at));
    }

    /// <summary>The address with them.</summary>
    public static string Join(string address, string login)
    {
        var start = address.IndexOf(Scheme, StringComparison.Ordinal) + Scheme.Length;
        return string.Concat(address.AsSpan(0, start), login, "@", address.AsSpan(start));
    }

    /// <summary>The cell that they are sealed for.</summary>
    public static SealContext CellOf(string upstream) => new("upstreams", upstream, "proxy_sealed");
}
