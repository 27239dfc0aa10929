using Gantry.Catalog;
using Xunit;

namespace Gantry.Tests.Catalog;

public sealed class PrivateNetworkTests
{
    public static TheoryData<string> PrivateUrls =>
    [
        "https://0.0.0.0", "https://0.1.2.3", "https://10.0.0.1", "https://10.255.255.255", "https://100.64.0.1", "https://100.127.255.255",
        "https://127.0.0.1", "https://127.1.2.3", "https://172.16.0.1", "https://172.31.255.255", "https://192.0.0.1",
        "https://192.168.0.1", "https://198.18.0.1", "https://198.19.255.255",
        "https://[::]", "https://[::1]", "https://[fc00::1]", "https://[fdff::1]",
        "https://[::ffff:127.0.0.1]",
        "https://[::ffff:10.0.0.1]", "https://2130706433", "https://0x7f000001", "https://0177.0.0.1", "https://0x7f.1", "https://127.1",
        "https://localhost", "https://LOCALHOST", "https://localhost.", "https://127.0.0.1.", "https://api.localhost", "https://ollama:11434",
        "https://vault.internal", "https://printer.local",
    ];

    public static TheoryData<string> Refused =>
    [
        "https://169.254.169.254", "https://169.254.169.254.", "https://0xa9fea9fe", "https://[::ffff:169.254.169.254]", "https://[fd00:ec2::254]",
        "https://100.100.100.200", "https://metadata.google.internal", "https://METADATA.google.internal.", "https://user:secret@api.openai.com",
        "https://user@10.0.0.1", "ftp://api.openai.com", "file:///etc/passwd", "api.openai.com", "", "https://", "https://api.openai.com?key=1",
        "https://api.openai.com/#x", "http://api.openai.com", "http://8.8.8.8", "http://api.openai.com:80/v1",
        "https://169.254.1.1", "https://224.0.0.1", "https://239.1.1.1", "https://240.0.0.1", "https://255.255.255.255", "https://[fe80::1]", "https://[febf::1]",
        "https://[ff02::1]", "https://[64:ff9b::10.0.0.1]", "https://[64:ff9b:1::a9fe:a9fe]", "https://[2002:7f00:1::]", "https://[2001:0:7f00:1::]", "https://[::127.0.0.1]",
        "https://[::ffff:0:127.0.0.1]", "https://[fd00:ec2::254%1]", "https://168.63.129.16",
    ];

    public static TheoryData<string> Public =>
    [
        "https://api.openai.com", "https://api.anthropic.com/", "https://8.8.8.8/v1", "https://[2606:4700::1111]", "https://my.azure.com/openai/v1",
        "https://172.32.0.1", "https://100.128.0.1", "https://192.0.1.1", "https://bücher.example.com", "https://10.0.0.1.example.com",
    ];

    [Theory]
    [MemberData(nameof(PrivateUrls))]
    public void Private_address_needs_permission(string url)
    {
        Assert.Contains("allow_private_network", Assert.Single(Problems(url, allow: false)));
        Assert.Empty(Problems(url, allow: true));
        Assert.Empty(Problems(url.Replace("https", "http", StringComparison.Ordinal), allow: true));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void Address_is_refused_with_and_without_permission(string url)
    {
        Assert.NotEmpty(Problems(url, allow: false));
        Assert.NotEmpty(Problems(url, allow: true));
    }

    [Theory]
    [MemberData(nameof(Public))]
    public void Public_address_is_fine(string url) => Assert.Empty(Problems(url, allow: false));

    [Fact]
    public void Message_does_not_repeat_a_password() => Assert.DoesNotContain("secret", Problems("https://user:secret@api.openai.com", allow: false).Single());

    private static IEnumerable<string> Problems(string url, bool allow)
    {
        var upstream = new UpstreamRow { Name = "u", Provider = "openai-compatible", BaseUrl = url, AllowPrivateNetwork = allow };
        return new Gantry.Catalog.Rules.UpstreamAddressRule().Check(new CatalogIndex(CatalogRows.Of(0, [upstream]))).Select(p => p.Message);
    }
}
