using System.Net;
using Gantry.Relay;
using Gantry.Simulator;
using Xunit;

namespace Gantry.Tests.Relay.Face;

public sealed class AddressTests
{
    [Fact]
    public async Task Public_name_that_resolves_to_loopback_is_not_dialled()
    {
        await using var simulator = await SimulatorServer.StartAsync(cancellation: TestContext.Current.CancellationToken);
        foreach (var protocol in Call.Protocols)
        {
            await using var gateway = await StartAsync($"https://api.example.com:{simulator.BaseUrl.Port}", allow: false, IPAddress.Loopback, IPAddress.IPv6Loopback, IPAddress.Parse("10.0.0.1"));
            using var response = await Call.Of(protocol, "m").SendAsync(gateway);
            var told = await Told.ReadAsync(protocol, response);
            Assert.Equal((protocol == "messages" ? 529 : 503, "gateway"), (told.Status, told.Origin));
            Assert.DoesNotContain("127.0.0.1", told.Message, StringComparison.Ordinal);
            Assert.Equal("upstream_address_refused", Assert.Single(await gateway.UsageAsync(1)).ErrorCode);
        }

        Assert.Empty(simulator.Record.Exchanges);
    }

    [Fact]
    public async Task Second_answer_of_the_resolver_does_not_slip_past()
    {
        await using var simulator = await SimulatorServer.StartAsync(cancellation: TestContext.Current.CancellationToken);
        var asked = 0;
        // 192.0.2.1 is nobody's. Odd answers lead there, even ones to loopback.
        await using var gateway = await StartAsync(
            $"https://api.example.com:{simulator.BaseUrl.Port}", allow: false, () => [asked++ % 2 == 0 ? IPAddress.Parse("192.0.2.1") : IPAddress.Loopback]);
        for (var i = 0; i < 6; i++)
        {
            using var response = await Call.Of("chat", "m").SendAsync(gateway);
            Assert.Equal(503, (await Told.ReadAsync("chat", response)).Status);
        }

        Assert.Empty(simulator.Record.Exchanges);
        Assert.True(asked >= 2, $"{asked} questions");
    }

    [Fact]
    public async Task Private_name_is_dialled_where_that_is_allowed_but_metadata_never()
    {
        await using var simulator = await SimulatorServer.StartAsync(cancellation: TestContext.Current.CancellationToken);
        var address = $"http://model.internal:{simulator.BaseUrl.Port}";
        await using (var gateway = await StartAsync(address, allow: true, IPAddress.Loopback))
        {
            using var response = await Call.Of("chat", "m").SendAsync(gateway);
            Assert.Equal(200, (int)response.StatusCode);
        }

        foreach (var metadata in new[] { "169.254.169.254", "100.100.100.200", "fd00:ec2::254", "::ffff:169.254.169.254" })
        {
            await using var gateway = await StartAsync(address, allow: true, IPAddress.Parse(metadata));
            using var response = await Call.Of("chat", "m").SendAsync(gateway);
            Assert.Equal("upstream_address_refused", (await Told.ReadAsync("chat", response)).Code);
        }
    }

    private static Task<TestGateway> StartAsync(string address, bool allow, params IPAddress[] resolved) => StartAsync(address, allow, () => resolved);

    private static Task<TestGateway> StartAsync(string address, bool allow, Func<IPAddress[]> resolve) => TestGateway.StartAsync(
        new RelayLimits { Connect = TimeSpan.FromMilliseconds(300) },
        _ => FaceConfiguration.One($"base_url: \"{address}\", api_keys: [{TestGateway.UpstreamKey}], allow_private_network: {(allow ? "true" : "false")}"),
        options => options with { Resolve = (_, _) => Task.FromResult(resolve()) });
}
