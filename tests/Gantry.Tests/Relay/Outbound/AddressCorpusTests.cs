using System.Net;
using Gantry.Catalog;
using Gantry.Catalog.Rules;
using Gantry.Relay;
using Gantry.Simulator;
using Gantry.Tests.Relay.Face;
using Gantry.Tests.Relay.Faults;
using Xunit;

namespace Gantry.Tests.Relay.Outbound;

/// <summary>The corpus of addresses, where an administrator writes them and where a resolver answers with them.</summary>
[Collection(AloneCollection.Name)]
public sealed class AddressCorpusTests
{
    [Fact]
    public void S_15_Forty_of_forty_are_refused_as_base_url()
    {
        Assert.Equal(40, AddressCorpus.Hosts.Distinct().Count());
        foreach (var scheme in new[] { "https", "http" })
        {
            Assert.All(AddressCorpus.Hosts, host => Assert.NotEmpty(Problems($"{scheme}://{host}:8443/v1", allow: false)));
        }
    }

    [Fact]
    public void S_15_Permission_opens_what_is_private_and_nothing_else()
    {
        Assert.All(AddressCorpus.Private, host => Assert.Empty(Problems($"http://{host}:8443/v1", allow: true)));
        Assert.All(AddressCorpus.Never, host => Assert.NotEmpty(Problems($"https://{host}:8443/v1", allow: true)));
    }

    [Fact]
    public void S_15_Forty_of_forty_answers_of_a_resolver_are_refused()
    {
        Assert.Equal(40, AddressCorpus.PrivateAnswers.Concat(AddressCorpus.NeverAnswers).Distinct().Count());
        Assert.All(AddressCorpus.PrivateAnswers, address => Assert.False(AddressGuard.IsAllowed(address, allowPrivateNetwork: false), address.ToString()));
        Assert.All(AddressCorpus.NeverAnswers, address => Assert.False(AddressGuard.IsAllowed(address, allowPrivateNetwork: false), address.ToString()));
        Assert.All(AddressCorpus.PrivateAnswers, address => Assert.True(AddressGuard.IsAllowed(address, allowPrivateNetwork: true), address.ToString()));
        Assert.All(AddressCorpus.NeverAnswers, address => Assert.False(AddressGuard.IsAllowed(address, allowPrivateNetwork: true), address.ToString()));
    }

    [Fact]
    public async Task S_15_Answers_of_a_resolver_are_not_dialled()
    {
        using var watch = new OutboundWatch();
        await using var canary = new Canary();
        foreach (var address in AddressCorpus.PrivateAnswers.Concat(AddressCorpus.NeverAnswers))
        {
            await RefusedAsync("api.example.com", canary.Port, allow: AddressCorpus.NeverAnswers.Contains(address), address);
        }

        await RefusedAsync("api.example.com", canary.Port, allow: false, [.. AddressCorpus.PrivateAnswers, .. AddressCorpus.NeverAnswers]);
        await RefusedAsync("api.example.com", canary.Port, allow: true, AddressCorpus.NeverAnswers);
        Assert.Equal((0, 0), (canary.Calls, watch.Dialled(canary.Port)));
    }

    [Fact]
    public async Task S_15_Permission_of_one_upstream_opens_nothing_for_another()
    {
        await using var simulator = await SimulatorServer.StartAsync(cancellation: TestContext.Current.CancellationToken);
        var address = $"https://model.example.com:{simulator.BaseUrl.Port}";
        await using var gateway = await TestGateway.StartAsync(
            new RelayLimits { Attempts = 1 },
            _ => $$"""
                upstreams:
                  - {name: local, provider: simulator, base_url: "http://model.internal:{{simulator.BaseUrl.Port}}", api_keys: [{{TestGateway.UpstreamKey}}], allow_private_network: true}
                  - {name: far, provider: simulator, base_url: "{{address}}", api_keys: [{{TestGateway.UpstreamKey}}]}
                models:
                  - {id: local, price: {free: true} }
                  - {id: far, price: {free: true} }
                groups:
                  - {name: all, deployments: [{model: local, upstream: local, upstream_model: m}, {model: far, upstream: far, upstream_model: m} ] }
                accounts:
                  - {email: test@example.com, keys: [{name: test, secret: {{TestGateway.Key}}, groups: [all]} ] }
                """,
            options => options with { Resolve = (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]) });
        // The way that the permitted one has opened stays open: it must serve nobody else.
        for (var i = 0; i < 2; i++)
        {
            using var near = await Call.Of("chat", "local").SendAsync(gateway);
            Assert.Equal(200, (int)near.StatusCode);
            using var far = await Call.Of("chat", "far").SendAsync(gateway);
            Assert.Equal(503, (int)far.StatusCode);
        }

        Assert.Equal(2, simulator.Record.Exchanges.Count);
        Assert.Contains("upstream_address_refused", (await gateway.UsageAsync(4)).Select(row => row.ErrorCode));
    }

    [Theory]
    [InlineData("us-east-1", true)]
    [InlineData("x@127.0.0.1/", false)]
    [InlineData("x.example.com/", false)]
    [InlineData("x.example.com\\\\", false)]
    [InlineData("x.example.com#", false)]
    [InlineData("x.example.com?", false)]
    [InlineData("x y", false)]
    public void S_15_Option_that_makes_the_address_cannot_lead_elsewhere(string region, bool fine)
    {
        var options = new UpstreamOptions([KeyValuePair.Create("region", region)]).ToJson();
        var upstream = new UpstreamRow { Name = "u", Provider = "bedrock", Options = options };
        Assert.Equal(fine, Problems(upstream).Length == 0);
    }

    private static async Task RefusedAsync(string host, int port, bool allow, params IPAddress[] answers) =>
        await Assert.ThrowsAsync<AddressRefusedException>(async () => await AddressGuard.ConnectAsync(
            new DnsEndPoint(host, port), allow, (_, _) => Task.FromResult(answers), TestContext.Current.CancellationToken));

    private static string[] Problems(string url, bool allow) =>
        Problems(new UpstreamRow { Name = "u", Provider = "openai-compatible", BaseUrl = url, AllowPrivateNetwork = allow });

    private static string[] Problems(UpstreamRow upstream) =>
        [.. new UpstreamAddressRule().Check(new CatalogIndex(CatalogRows.Of(0, [upstream]))).Select(problem => problem.Message)];
}
