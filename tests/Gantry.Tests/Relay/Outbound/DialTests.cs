using System.Collections.Immutable;
using System.Net;
using Gantry.Protocols;
using Gantry.Relay;
using Gantry.Simulator;
using Gantry.Simulator.Scripts;
using Gantry.Snapshot;
using Gantry.Tests.Relay.Face;
using Gantry.Tests.Relay.Faults;
using Xunit;

namespace Gantry.Tests.Relay.Outbound;

/// <summary>What is dialled in the end (reliability S-16): rebinding names, redirects, proxies, cookies.</summary>
[Waiting]
public sealed class DialTests
{
    // Nobody's, and no network has a way to it: what is dialled there fails at once, or at the limit.
    private static readonly IPAddress Nowhere = IPAddress.Parse("4000::1");

    [Fact]
    public async Task S_16_Rebinding_name_reaches_loopback_0_of_200_times()
    {
        await using var canary = new Canary();
        using var watch = new OutboundWatch();
        var asked = 0;
        var network = new OutboundNetwork(new EnvironmentProxy(_ => null), (_, _) => Task.FromResult<IPAddress[]>((Interlocked.Increment(ref asked) % 4) switch
        {
            1 => [Nowhere],
            2 => [IPAddress.Loopback],
            3 => [Nowhere, IPAddress.Loopback],
            _ => [IPAddress.IPv6Loopback, IPAddress.Parse("::ffff:127.0.0.1"), Nowhere],
        }));
        using var pools = new UpstreamPools(new RelayLimits { Connect = TimeSpan.FromSeconds(1) }, network);
        using var sender = new HttpMessageInvoker(pools.Handler(Upstream($"http://api.example.com:{canary.Port}", allow: false)), disposeHandler: false);
        foreach (var batch in Enumerable.Range(0, 200).Chunk(50))
        {
            var failures = await Task.WhenAll(batch.Select(_ => FailAsync(sender, canary.Port)));
            Assert.All(failures, Assert.NotNull);
        }

        Assert.Equal((200, 0), (asked, canary.Calls));
        // Each of the four answers but the second has one address that may be dialled.
        Assert.Equal(150, watch.Dialled(canary.Port));
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task S_16_Redirect_is_not_followed(int status)
    {
        using var watch = new OutboundWatch();
        await using var canary = new Canary();
        await using var gateway = await TestGateway.StartAsync("m");
        foreach (var location in new[] { $"http://169.254.169.254:{canary.Port}/latest/meta-data/", $"http://127.0.0.1:{canary.Port}/", $"//localhost:{canary.Port}/" })
        {
            foreach (var protocol in Call.Protocols)
            {
                gateway.Simulator.Scripts.Replace(new Script { Replay = new ReplayScript { Status = status, Headers = [new("location", location)] } });
                using var response = await Call.Of(protocol, "m", stream: true).SendAsync(gateway);
                Assert.True((int)response.StatusCode >= 500, $"{response.StatusCode}");
                Assert.Null(response.Headers.Location);
            }
        }

        Assert.Equal((0, 0), (canary.Calls, watch.Dialled(canary.Port)));
    }

    [Fact]
    public async Task S_16_Cookie_of_an_upstream_does_not_come_back()
    {
        await using var gateway = await TestGateway.StartAsync("m");
        gateway.Simulator.Scripts.Replace(new Script { Replay = new ReplayScript { Status = 400, Headers = [new("set-cookie", "session=1; Path=/"), new("content-type", "application/json")], Body = "{}"u8.ToArray() } });
        for (var i = 0; i < 2; i++)
        {
            using var response = await Call.Of("chat", "m").SendAsync(gateway, ("cookie", "mine=2"));
            Assert.False(response.Headers.Contains("set-cookie"));
        }

        Assert.Equal(2, gateway.Simulator.Record.Exchanges.Count);
        Assert.All(gateway.Simulator.Record.Exchanges, exchange => Assert.DoesNotContain(exchange.Headers, header => header.Key.Equals("cookie", StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public void S_16_Proxy_of_the_environment_never_gets_what_is_on_the_inside()
    {
        var proxy = new EnvironmentProxy(name => name == "ALL_PROXY" ? "http://proxy.example.com:3128" : null);
        Assert.All(
            // Two names that are no address: whoever is asked for them, it is not this machine.
            AddressCorpus.Hosts.Where(host => host is not ("metadata.google.internal." or "ｌｏｃａｌｈｏｓｔ")),
            host => Assert.True(proxy.IsBypassed(new Uri($"http://{host}:8000")) && proxy.IsBypassed(new Uri($"https://{host}:8443")), host));
        Assert.True(proxy.IsBypassed(new Uri("http://models.localhost:8000")));
        Assert.False(proxy.IsBypassed(new Uri("https://api.openai.com")));
    }

    [Fact]
    public async Task S_16_Proxy_of_the_upstream_goes_before_that_of_the_environment()
    {
        await using var simulator = await SimulatorServer.StartAsync(cancellation: TestContext.Current.CancellationToken);
        await using var own = new ForwardProxy(simulator.BaseUrl);
        await using var canary = new Canary();
        await using var gateway = await TestGateway.StartAsync(
            new RelayLimits { Attempts = 1 },
            _ => FaceConfiguration.One(FaceConfiguration.Local(new Uri("http://upstream.internal")) + $", proxy: \"http://{own.Authority}\""),
            options => options with { Environment = name => name.EndsWith("_PROXY", StringComparison.Ordinal) && name != "NO_PROXY" ? $"127.0.0.1:{canary.Port}" : null });
        using var response = await Call.Of("chat", "m").SendAsync(gateway);
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal((1, 0), (own.Passed.Count, canary.Calls));
    }

    [Fact]
    public async Task S_16_Proxy_on_a_metadata_address_is_not_dialled()
    {
        using var watch = new OutboundWatch();
        await using var canary = new Canary();
        await using var gateway = await TestGateway.StartAsync(
            new RelayLimits { Attempts = 1 },
            _ => FaceConfiguration.One($"base_url: \"https://api.example.com\", api_keys: [k], proxy: \"http://169.254.169.254:{canary.Port}\""));
        using var response = await Call.Of("chat", "m").SendAsync(gateway);
        Assert.Equal(503, (int)response.StatusCode);
        Assert.Equal(0, watch.Dialled(canary.Port));
    }

    [Fact]
    public void S_16_Every_pool_has_the_guard_and_follows_nothing()
    {
        using var pools = new UpstreamPools(new RelayLimits(), new OutboundNetwork(new EnvironmentProxy(_ => null), Dns.GetHostAddressesAsync));
        HttpMessageHandler[] ways =
        [
            pools.Handler(Upstream("https://api.example.com", allow: false)), pools.Handler(Upstream("https://api.example.com", allow: true)),
            pools.Handler(Upstream("https://api.example.com", allow: false) with { Proxy = new Uri("http://proxy:3128") }),
            pools.Handler(allowPrivateNetwork: false), pools.Handler(allowPrivateNetwork: true),
        ];
        Assert.Equal(3, ways.Distinct().Count());
        Assert.All(ways.Cast<SocketsHttpHandler>(), way =>
        {
            Assert.NotNull(way.ConnectCallback);
            Assert.False(way.UseCookies);
            Assert.False(way.AllowAutoRedirect);
            Assert.Null(way.SslOptions.RemoteCertificateValidationCallback);
        });
    }

    private static async Task<HttpRequestException?> FailAsync(HttpMessageInvoker sender, int port)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://api.example.com:{port}/");
        try
        {
            using var response = await sender.SendAsync(request, TestContext.Current.CancellationToken);
            return null;
        }
        catch (HttpRequestException refused)
        {
            return refused;
        }
        catch (OperationCanceledException slow) when (slow.InnerException is TimeoutException late)
        {
            return new HttpRequestException(late.Message, late);
        }
    }

    private static Upstream Upstream(string address, bool allow) => new()
    {
        Name = "u",
        Provider = "openai-compatible",
        BaseUrl = new Uri(address),
        Credentials = [],
        Speaks = ImmutableArray.Create(Protocol.Chat),
        AllowPrivateNetwork = allow,
    };
}
