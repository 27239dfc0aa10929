using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;

namespace Gantry.Catalog;

/// <summary>Which addresses are not on the public internet (reliability S-15). The one list for configuration and for connecting.</summary>
internal static class PrivateNetwork
{
    // Special-purpose address registries of IANA: everything that is not globally reachable, or leads to a place that is not what it says.
    private static readonly ImmutableArray<IPNetwork> Networks =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "::/128", "::1/128", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "fc00::/7",
            "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(n => IPNetwork.Parse(n)),
    ];

    private static readonly ImmutableArray<string> MetadataHosts =
        ["169.254.169.254", "169.254.170.2", "100.100.100.200", "fd00:ec2::254", "metadata.google.internal", "metadata.goog"];

    private static readonly ImmutableArray<string> PrivateSuffixes = [".localhost", ".local", ".internal", ".lan", ".home.arpa", ".localdomain"];

    public static bool IsPrivate(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return Networks.Any(n => n.BaseAddress.AddressFamily == address.AddressFamily && n.Contains(address));
    }

    /// <summary>An address that hands out cloud credentials to whoever asks.</summary>
    public static bool IsMetadata(IPAddress address) =>
        MetadataHosts.Contains((address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString());

    /// <summary>As <see cref="IsMetadata(IPAddress)"/>, for a host as it stands in a URL, without a trailing dot.</summary>
    public static bool IsMetadata(string host) =>
        TryLiteral(host, out var address) ? IsMetadata(address) : MetadataHosts.Contains(host.ToLowerInvariant());

    /// <summary>
    /// Whether the text alone shows that a host is private: a private literal, or a name that no public DNS answers.
    /// False says nothing about what the name resolves to.
    /// </summary>
    public static bool IsPrivateHost(string host)
    {
        if (TryLiteral(host, out var address)) return IsPrivate(address);
        return !host.Contains('.', StringComparison.Ordinal) || PrivateSuffixes.Any(s => host.EndsWith(s, StringComparison.OrdinalIgnoreCase));
    }

    private static bool TryLiteral(string host, out IPAddress address)
    {
        var text = host.StartsWith('[') && host.EndsWith(']') ? host[1..^1] : host;
        return IPAddress.TryParse(text, out address!) && address.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6;
    }
}
