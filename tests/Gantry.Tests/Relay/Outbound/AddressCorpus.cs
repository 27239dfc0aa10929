using System.Net;

namespace Gantry.Tests.Relay.Outbound;

/// <summary>Forty places that no upstream may be by accident (reliability S-15), as hosts of a URL and as what a name may resolve to.</summary>
internal static class AddressCorpus
{
    /// <summary>Hosts in every spelling that leads to such a place. <c>allow_private_network</c> opens them.</summary>
    public static readonly string[] Private =
    [
        "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "127.0.0.1", "127.1.2.3", "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.168.1.1", "198.18.0.1",
        "[::]", "[::1]", "[fc00::1]", "[fdff::1]", "[::ffff:127.0.0.1]", "[::ffff:a00:1]", "2130706433", "0x7f000001", "0177.0.0.1", "0x7f.1", "127.1", "127.0.0.1.",
        "localhost", "LOCALHOST.", "127。0。0。1", "ｌｏｃａｌｈｏｓｔ",
    ];

    /// <summary>Hosts that nothing opens.</summary>
    public static readonly string[] Never =
    [
        "169.254.169.254", "2852039166", "0251.0376.0251.0376", "169.254.1.1.", "224.0.0.1", "255.255.255.255", "[fe80::1]", "[ff02::1]", "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]", "[::ffff:169.254.169.254]", "user:secret@127.0.0.1", "metadata.google.internal.",
    ];

    /// <summary>All forty.</summary>
    public static readonly string[] Hosts = [.. Private, .. Never];

    /// <summary>What a resolver may answer, of every range; <c>allow_private_network</c> opens these.</summary>
    public static readonly IPAddress[] PrivateAnswers = Parse(
        "0.0.0.0", "0.255.255.255", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.255.254", "172.16.0.1", "172.31.255.255", "192.0.0.1",
        "192.168.0.1", "192.168.255.255", "198.18.0.1", "198.19.255.255", "::", "::1", "fc00::1", "fdff::1", "::ffff:127.0.0.1", "::ffff:192.168.0.1");

    /// <summary>What a resolver may answer, and nothing opens.</summary>
    public static readonly IPAddress[] NeverAnswers = Parse(
        "169.254.169.254", "169.254.170.2", "100.100.100.200", "168.63.129.16", "fd00:ec2::254", "fd00:ec2::254%1", "::ffff:169.254.169.254", "224.0.0.1", "239.255.255.255",
        "240.0.0.1", "255.255.255.255", "fe80::1", "febf::1%2", "ff02::1", "64:ff9b::7f00:1", "64:ff9b:1::a9fe:a9fe", "2002:7f00:1::", "::127.0.0.1", "::ffff:0:127.0.0.1");

    private static IPAddress[] Parse(params string[] addresses) => Array.ConvertAll(addresses, IPAddress.Parse);
}
