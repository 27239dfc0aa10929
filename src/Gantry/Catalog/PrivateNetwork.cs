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
            "::/96", "::ffff:0:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16",
            "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(n => IPNetwork.Parse(n)),
    ];

    // No setting opens these: link-local holds the metadata services, multicast and reserved space hold no server, and the IPv6 forms that carry an IPv4
    // address lead to one that nobody has looked at.
    private static readonly ImmutableArray<IPNetwork> NeverOpen =
    [
        .. new[]
        {
            "169.254.0.0/16", "192.88.99.0/24", "224.0.0.0/4", "240.0.0.0/4", "fe80::/10", "ff00::/8", "::/96", "::ffff:0:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48",
            "2001::/32", "2002::/16",
        }.Select(n => IPNetwork.Parse(n)),
    ];

    // Those that stand outside of link-local too: Alibaba, Azure's wire server, Oracle Classic, AWS (instances, pods), Google, Scaleway.
    private static readonly ImmutableArray<IPAddress> MetadataAddresses =
    [
        .. new[]
        {
            "169.254.169.254", "169.254.170.2", "169.254.170.23", "100.100.100.200", "168.63.129.16", "192.0.0.192", "fd00:ec2::254", "fd00:ec2::23", "fd20:ce::254",
            "fd00:42::42",
        }.Select(IPAddress.Parse),
    ];

    private static readonly ImmutableArray<string> MetadataNames = ["metadata.google.internal", "metadata.goog"];

    private static readonly ImmutableArray<string> PrivateSuffixes = [".localhost", ".local", ".internal", ".lan", ".home.arpa", ".localdomain"];

    public static bool IsPrivate(IPAddress address) => Contains(Networks, Plain(address));

    /// <summary>An address that no setting opens, metadata services among them.</summary>
    public static bool IsNever(IPAddress address)
    {
        var plain = Plain(address);
        return IsMetadata(plain) || (Contains(NeverOpen, plain) && !plain.Equals(IPAddress.IPv6Any) && !plain.Equals(IPAddress.IPv6Loopback));
    }

    /// <summary>An address that hands out cloud credentials to whoever asks.</summary>
    public static bool IsMetadata(IPAddress address) => MetadataAddresses.Contains(Plain(address));

    /// <summary>As <see cref="IsMetadata(IPAddress)"/>, for a host as it stands in a URL, without a trailing dot.</summary>
    public static bool IsMetadata(string host) =>
        TryLiteral(host, out var address) ? IsMetadata(address) : MetadataNames.Contains(host.ToLowerInvariant());

    /// <summary>As <see cref="IsNever(IPAddress)"/>, for a host as it stands in a URL, without a trailing dot.</summary>
    public static bool IsNever(string host) => IsMetadata(host) || (TryLiteral(host, out var address) && IsNever(address));

    /// <summary>
    /// Whether the text alone shows that a host is private: a private literal, or a name that no public DNS answers.
    /// False says nothing about what the name resolves to.
    /// </summary>
    public static bool IsPrivateHost(string host)
    {
        if (TryLiteral(host, out var address)) return IsPrivate(address);
        return !host.Contains('.', StringComparison.Ordinal) || PrivateSuffixes.Any(s => host.EndsWith(s, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The address that is meant: IPv4 in the clothes of IPv6 is IPv4, and a zone behind an address does not make it another.</summary>
    private static IPAddress Plain(IPAddress address) =>
        address.IsIPv4MappedToIPv6 ? address.MapToIPv4()
        : address.AddressFamily == AddressFamily.InterNetworkV6 && address.ScopeId != 0 ? new IPAddress(address.GetAddressBytes())
        : address;

    private static bool Contains(ImmutableArray<IPNetwork> networks, IPAddress address)
    {
        foreach (var network in networks)
        {
            if (network.Contains(address)) return true;
        }

        return false;
    }

    private static bool TryLiteral(string host, out IPAddress address)
    {
        var text = host.StartsWith('[') && host.EndsWith(']') ? host[1..^1] : host;
        return IPAddress.TryParse(text, out address!) && address.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6;
    }
}
