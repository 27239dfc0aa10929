using System.Net.Sockets;
using Gantry.Relay;
using Gantry.Simulator;
using Xunit;

namespace Gantry.Tests.Relay.Face;

public sealed class ProxyTests
{
    // Nobody resolves this name: only a proxy gets there.
    private const string Far = "http://upstream.internal";

    [Fact]
    public async Task Proxy_of_the_upstream_is_used_with_its_password()
    {
        await using var simulator = await SimulatorServer.StartAsync(cancellation: TestContext.Current.CancellationToken);
        await using var proxy = new ForwardProxy(simulator.BaseUrl, "user:p@ss:word");
        await using var gateway = await StartAsync(Far, $", proxy: \"http://user:p%40ss%3Aword@{proxy.Authority}\"", []);
        foreach (var protocol in Call.Protocols)
        {
            using var response = await Call.Of(protocol, "m", stream: true).SendAsync(gateway);
            Assert.Equal(200, (int)response.StatusCode);
            Assert.NotEmpty(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        Assert.Equal(
            Call.Protocols.Select(p => $"POST {Far}{Call.Of(p, "m", stream: true).Path} HTTP/1.1"), proxy.Passed);
        Assert.Equal(4, simulator.Record.Exchanges.Count);
    }

    [Fact]
    public async Task Proxy_that_refuses_is_not_taken_for_the_upstream()
    {
        await using var simulator = await SimulatorServer.StartAsync(cancellation: TestContext.Current.CancellationToken);
        await using var proxy = new ForwardProxy(simulator.BaseUrl, "user:password");
        foreach (var address in new[] { Far, "https://upstream.internal" })
        {
            await using var gateway = await StartAsync(address, $", proxy: \"http://user:wrong@{proxy.Authority}\"", []);
            using var response = await Call.Of("chat", "m").SendAsync(gateway);
            var told = await Told.ReadAsync("chat", response);
            Assert.Equal((503, "upstream_proxy"), (told.Status, told.Code));
        }

        Assert.Empty(simulator.Record.Exchanges);
    }

    [Theory]
    [InlineData("HTTP_PROXY", Far, "POST http://upstream.internal/v1/chat/completions HTTP/1.1", 200, null)]
    [InlineData("http_proxy", Far, "POST http://upstream.internal/v1/chat/completions HTTP/1.1", 200, null)]
    [InlineData("ALL_PROXY", Far, "POST http://upstream.internal/v1/chat/completions HTTP/1.1", 200, null)]
    [InlineData("HTTPS_PROXY", Far, null, 503, "upstream_dns")]
    // The simulator has no TLS: that the tunnel was asked for is what counts.
    [InlineData("HTTPS_PROXY", "https://upstream.example.com", "CONNECT upstream.example.com:443 HTTP/1.1", 503, "upstream_tls")]
    public async Task Proxy_of_the_environment_is_used_for_its_scheme(string variable, string address, string? passed, int status, string? code)
    {
        await using var simulator = await SimulatorServer.StartAsync(cancellation: TestContext.Current.CancellationToken);
        await using var proxy = new ForwardProxy(simulator.BaseUrl);
        await using var gateway = await StartAsync(address, "", new() { [variable] = proxy.Authority });
        using var response = await Call.Of("chat", "m").SendAsync(gateway);
        Assert.Equal(status, (int)response.StatusCode);
        if (code is not null)
        {
            Assert.Equal(code, (await Told.ReadAsync("chat", response)).Code);
        }

        Assert.Equal(passed is null ? [] : [passed], proxy.Passed.Distinct());
    }

    [Theory]
    [InlineData("upstream.internal")]
    [InlineData("other, .internal")]
    [InlineData("*")]
    public async Task Host_in_no_proxy_is_reached_directly(string exceptions)
    {
        await using var simulator = await SimulatorServer.StartAsync(cancellation: TestContext.Current.CancellationToken);
        await using var proxy = new ForwardProxy(simulator.BaseUrl);
        await using var gateway = await StartAsync(Far, "", new() { ["HTTP_PROXY"] = proxy.Authority, ["NO_PROXY"] = exceptions });
        using var response = await Call.Of("chat", "m").SendAsync(gateway);
        Assert.Equal("upstream_dns", (await Told.ReadAsync("chat", response)).Code);
        Assert.Empty(proxy.Passed);
    }

    [Fact]
    public async Task Loopback_upstream_is_never_reached_through_the_environments_proxy()
    {
        await using var simulator = await SimulatorServer.StartAsync(cancellation: TestContext.Current.CancellationToken);
        await using var proxy = new ForwardProxy(simulator.BaseUrl);
        foreach (var host in new[] { "127.0.0.1", "localhost" })
        {
            await using var gateway = await StartAsync(
                $"http://{host}:{simulator.BaseUrl.Port}", "", new() { ["HTTP_PROXY"] = proxy.Authority, ["HTTPS_PROXY"] = proxy.Authority });
            using var response = await Call.Of("chat", "m").SendAsync(gateway);
            Assert.Equal(200, (int)response.StatusCode);
        }

        Assert.Empty(proxy.Passed);
        Assert.Equal(2, simulator.Record.Exchanges.Count);
    }

    private static Task<TestGateway> StartAsync(string address, string more, Dictionary<string, string> environment) => TestGateway.StartAsync(
        new RelayLimits { Connect = TimeSpan.FromSeconds(2) },
        _ => FaceConfiguration.One(FaceConfiguration.Local(new Uri(address)) + more),
        options => options with
        {
            Environment = environment.GetValueOrDefault,
            Resolve = (host, cancellation) => host.StartsWith("upstream", StringComparison.Ordinal)
                ? throw new SocketException((int)SocketError.HostNotFound)
                : System.Net.Dns.GetHostAddressesAsync(host, cancellation),
        });
}
