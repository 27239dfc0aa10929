using System.Text;
using Gantry.Relay;
using Gantry.Tests.Relay;
using Xunit;

namespace Gantry.Tests.Edge;

public sealed class SmugglingTests
{
    [Fact]
    public async Task S_28_Nothing_hidden_in_a_request_is_answered_or_arrives()
    {
        await using var gateway = await TestGateway.StartAsync("m", "smuggled");
        Assert.True(SmugglingCorpus.All.Count >= 30, $"{SmugglingCorpus.All.Count}");
        var problems = new List<string>();
        foreach (var (name, wire, mayServe) in SmugglingCorpus.All)
        {
            var (statuses, text, closed) = await RawAnswers.AskAsync(gateway.Host.Address, wire, expected: 2);
            // One answer, and then the end: what follows on the connection is of no known kind and not looked at.
            var fine = statuses.Count <= 1 && closed && (mayServe || statuses.All(status => status is 400 or 411 or 413 or 501 or 505));
            if (!fine || text.Contains("smuggled", StringComparison.Ordinal))
            {
                problems.Add($"{name}: {string.Join(' ', statuses)}{(closed ? "" : ", still open")}");
            }
        }

        Assert.Empty(problems);
        Assert.DoesNotContain(gateway.Simulator.Record.Exchanges, exchange => Encoding.UTF8.GetString(exchange.Body.Span).Contains("smuggled", StringComparison.Ordinal));
    }

    [Fact]
    public async Task S_28_Two_good_requests_on_one_connection_are_two()
    {
        await using var gateway = await TestGateway.StartAsync("m", "smuggled");
        var (statuses, _, _) = await RawAnswers.AskAsync(gateway.Host.Address, SmugglingCorpus.Hidden + SmugglingCorpus.Hidden, expected: 2);
        Assert.Equal([200, 200], statuses);
        Assert.Equal(2, gateway.Simulator.Record.Exchanges.Count);
    }

    [Theory]
    [InlineData("nginx", "nginx-light")]
    [InlineData("haproxy", "haproxy")]
    public async Task S_28_Nothing_hidden_gets_through_behind_a_proxy(string name, string package)
    {
        if (FrontProxy.Find(name) is not { } program)
        {
            Assert.Skip($"{name} is not here; Debian: apt-get install {package}.");
            return;
        }

        await using var gateway = await TestGateway.StartAsync(
            new RelayLimits { Attempts = 1 }, simulator => $"settings: {{active_probes: false, trusted_proxies: [127.0.0.1]}}\n{TestGateway.Configuration(simulator, ["m", "smuggled"])}");
        await using var proxy = await FrontProxy.StartAsync(program, gateway.Host.Address);
        var (good, _, _) = await RawAnswers.AskAsync(proxy.Address, SmugglingCorpus.Hidden, expected: 1);
        Assert.Equal([200], good);
        Assert.Single(gateway.Simulator.Record.Exchanges);
        foreach (var (what, wire, _) in SmugglingCorpus.All)
        {
            // What the proxy takes for a second request reaches the gateway as one of its own: then the proxy has split, not the gateway.
            var arrived = gateway.Simulator.Record.Exchanges.Count;
            var (statuses, _, _) = await RawAnswers.AskAsync(proxy.Address, wire, expected: 2);
            Assert.True(gateway.Simulator.Record.Exchanges.Count - arrived <= statuses.Count(status => status == 200), $"{what}: {string.Join(' ', statuses)}, {gateway.Simulator.Record.Exchanges.Count - arrived} arrived");
        }
    }
}
