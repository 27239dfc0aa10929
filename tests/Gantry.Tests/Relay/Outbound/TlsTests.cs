using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Gantry.Catalog.Declared;
using Gantry.Relay;
using Gantry.Simulator;
using Gantry.Tests.Relay.Face;
using Xunit;

namespace Gantry.Tests.Relay.Outbound;

/// <summary>Whom the gateway believes to be an upstream (reliability S-14).</summary>
public sealed class TlsTests
{
    private const string Host = "api.example.com";

    // Others than TLS 1.3 and 1.2, in the extension supported_versions of what the gateway offers.
    private static readonly byte[] OffersTwoVersions = [0x00, 0x2b, 0x00, 0x05, 0x04, 0x03, 0x04, 0x03, 0x03];

    [Theory]
    [InlineData("good", 200)]
    [InlineData("signed by itself", 503)]
    [InlineData("expired", 503)]
    [InlineData("not yet valid", 503)]
    [InlineData("of another name", 503)]
    public async Task S_14_Certificate_decides_whether_an_upstream_is_asked(string kind, int status)
    {
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = SimulatorCertificate.Create(
            kind == "of another name" ? "api.example.org" : Host,
            now.AddDays(kind == "not yet valid" ? 1 : -2),
            now.AddDays(kind == "expired" ? -1 : 2));
        await using var gateway = await TestGateway.StartAsync(
            new RelayLimits { Attempts = 1 },
            address => FaceConfiguration.One($"base_url: \"https://{Host}:{address.Port}\", api_keys: [{TestGateway.UpstreamKey}], allow_private_network: true"),
            options => options with
            {
                UpstreamRoots = kind == "signed by itself" ? [] : [X509CertificateLoader.LoadCertificate(certificate.RawData)],
                Resolve = (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]),
            },
            new SimulatorOptions { Url = "https://127.0.0.1:0", Certificate = certificate });
        foreach (var protocol in Call.Protocols)
        {
            using var response = await Call.Of(protocol, "m").SendAsync(gateway);
            Assert.Equal(status == 503 && protocol == "messages" ? 529 : status, (int)response.StatusCode);
        }

        Assert.Equal(status == 200 ? 4 : 0, gateway.Simulator.Record.Exchanges.Count);
        if (status != 200)
        {
            Assert.Contains("upstream_tls", (await gateway.UsageAsync(4)).Select(row => row.ErrorCode));
        }
    }

    [Fact]
    public async Task S_14_No_version_before_1_2_is_offered()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var hello = HelloAsync(listener);
        await using var gateway = await TestGateway.StartAsync(
            new RelayLimits { Attempts = 1, Connect = TimeSpan.FromSeconds(5) },
            _ => FaceConfiguration.One(FaceConfiguration.Local(new Uri($"https://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}"))));
        using var response = await Call.Of("chat", "m").SendAsync(gateway);
        Assert.Equal(503, (int)response.StatusCode);
        Assert.True((await hello).AsSpan().IndexOf(OffersTwoVersions) > 0, Convert.ToHexString(await hello));
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("verify_ssl")]
    [InlineData("ssl_verify")]
    [InlineData("verify_tls")]
    [InlineData("tls_verify")]
    [InlineData("tls_skip_verify")]
    [InlineData("insecure")]
    [InlineData("insecure_skip_verify")]
    [InlineData("skip_tls_verify")]
    [InlineData("allow_insecure")]
    [InlineData("allow_self_signed")]
    [InlineData("ignore_certificate_errors")]
    [InlineData("check_certificate")]
    [InlineData("tls")]
    [InlineData("tls_version")]
    [InlineData("min_tls_version")]
    [InlineData("ca")]
    [InlineData("ca_bundle")]
    [InlineData("ca_file")]
    [InlineData("trusted_roots")]
    [InlineData("upstream_roots")]
    public void S_14_No_setting_turns_the_check_off(string key)
    {
        var upstream = Problems(FaceConfiguration.One($"base_url: \"https://{Host}\", api_keys: [k], {key}: false"));
        Assert.Contains(upstream, problem => problem.Contains(key, StringComparison.Ordinal));
        var setting = Problems(FaceConfiguration.One($"base_url: \"https://{Host}\", api_keys: [k]", more: $"settings: {{{key}: false}}"));
        Assert.Contains(setting, problem => problem.Contains(key, StringComparison.Ordinal));
        Assert.DoesNotContain(Gantry.Catalog.ProviderKind.All.SelectMany(kind => kind.Options), option => option == key);
    }

    private static string[] Problems(string text)
    {
        try
        {
            return [.. CatalogFile.Parse(text, "test.yaml", _ => null).Problems.Select(problem => problem.Message)];
        }
        catch (ConfigurationException refused)
        {
            return [.. refused.Problems.Select(problem => problem.Message)];
        }
    }

    private static async Task<byte[]> HelloAsync(TcpListener listener)
    {
        using var caller = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        var stream = caller.GetStream();
        var head = new byte[5];
        await stream.ReadExactlyAsync(head, TestContext.Current.CancellationToken);
        var body = new byte[(head[3] << 8) | head[4]];
        await stream.ReadExactlyAsync(body, TestContext.Current.CancellationToken);
        return body;
    }
}
