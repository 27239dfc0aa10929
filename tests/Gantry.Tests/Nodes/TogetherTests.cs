using Gantry.Tests.Relay.Faults;
using Xunit;

namespace Gantry.Tests.Nodes;

/// <summary>Servers that begin together, and servers whose clocks differ (reliability ).</summary>
[Collection(AloneCollection.Name)]
public sealed class TogetherTests(ITestOutputHelper output)
{
    private const string Quick = "sim-text-n2";
    private const string FakeTime = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";

    private static readonly Purse Rich = new("rich", "100.00");
    private static readonly Purse Capped = new("capped", "100.00") { OfKey = "spend_cap: {amount: 1.00, window: day}" };

    private static ClusterFile File(Uri simulator) => new(simulator) { Models = [(Quick, ThreeNodes.Dime)], Purses = [Rich, Capped] };

    [Fact]
    public async Task R_27_Three_servers_that_start_at_once_on_an_empty_database_with_one_file_all_serve()
    {
        await using var cluster = await NodeCluster.CreateAsync(3, File);
        await Task.WhenAll(cluster.Nodes.Select(node => node.StartAsync(cluster.Config)));
        Assert.All(await Task.WhenAll(cluster.Nodes.Select(n => n.AskAsync(ClientCall.Ask("chat", Quick, stream: false), Rich.Key))), a => Assert.True(a.Status == 200, a.Body));
        Assert.Equal(3, await cluster.Database.AskAsync<long>("SELECT COUNT(*) FROM runs WHERE ended_at IS NULL"));
        Assert.Equal(1, await cluster.Database.AskAsync<long>("SELECT COUNT(*) FROM ledger_transactions t JOIN accounts a ON a.id = t.wallet_id WHERE a.email = @Email AND t.kind NOT IN ('reserve', 'release', 'settle')", new { Rich.Email }));
        await cluster.AssertCleanAsync();
    }

    [Theory]
    [InlineData("+60s")]
    [InlineData("+1h")]
    [InlineData("-1h")]
    public async Task R_17_Server_whose_clock_is_wrong_is_not_taken_for_dead_and_takes_no_other_for_it(string offset)
    {
        Assert.SkipUnless(System.IO.File.Exists(FakeTime), "There is no libfaketime: apt-get install faketime.");
        await using var cluster = await NodeCluster.CreateAsync(3, File);
        var wrong = cluster.Nodes[1];
        (wrong.Environment["LD_PRELOAD"], wrong.Environment["FAKETIME"], wrong.Environment["FAKETIME_DONT_FAKE_MONOTONIC"]) = (FakeTime, offset, "1");
        await cluster.Nodes[0].StartAsync(cluster.Config);
        await cluster.Nodes[2].StartAsync();
        Assert.Equal(200, (await cluster.Nodes[0].AskAsync(ClientCall.Ask("chat", Quick, stream: false), Rich.Key)).Status);
        // It looks for the dead when it starts.
        await wrong.StartAsync();
        Assert.Equal(0, await cluster.Database.AskAsync<long>("SELECT COUNT(*) FROM runs WHERE ended_at IS NOT NULL"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(n => cluster.Nodes[n % 3].AskAsync(ClientCall.Ask("chat", Quick, stream: false), Rich.Key)));
        Assert.All(answers, a => Assert.True(a.Status == 200, a.Body));

        // Near midnight an hour makes it another day, and another window.
        var capped = await Task.WhenAll(Enumerable.Range(0, 60).Select(n => cluster.Nodes[n % 3].AskAsync(ClientCall.Ask("chat", Quick, stream: false), Capped.Key)));
        var days = TimeProvider.System.GetUtcNow() is { Hour: > 0 and < 23 } ? 1 : 2;
        output.WriteLine($"{offset}: {capped.Count(a => a.Status == 200)} of 60 under a cap of ten");
        Assert.InRange(capped.Count(a => a.Status == 200), 10, 10 * days);

        // A restart in good order, in which each looks for the dead again.
        Assert.Equal(0, await cluster.Nodes[2].StopAsync(TimeSpan.FromSeconds(20)));
        await cluster.Nodes[2].StartAsync();
        Assert.Equal(1, await cluster.Database.AskAsync<long>("SELECT COUNT(*) FROM runs WHERE ended_at IS NOT NULL"));
        Assert.Equal(200, (await wrong.AskAsync(ClientCall.Ask("chat", Quick, stream: false), Rich.Key)).Status);
        await NodeCluster.UntilAsync(async () => (await cluster.ChargesAsync()).Count == cluster.Simulator.Record.Exchanges.Count, TimeSpan.FromSeconds(15));
        await cluster.AssertCleanAsync();
    }
}
