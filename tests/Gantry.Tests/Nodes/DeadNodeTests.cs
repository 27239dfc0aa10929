using System.Diagnostics;
using System.Globalization;
using Dapper;
using Gantry.Storage;
using Gantry.Tests.Relay.Faults;
using Xunit;

namespace Gantry.Tests.Nodes;

/// <summary>Servers that are killed and come back, do not come back, or only seem to be dead, beside others that serve on (reliability R-25, R-60).</summary>
[Collection(AloneCollection.Name)]
public sealed class DeadNodeTests(ITestOutputHelper output)
{
    private const string Slow = "sim-text-n60-i100";
    private const string Longer = "sim-text-n1000-i100";
    private const string Quick = "sim-text-n2";
    private const int Streams = 10;
    private const long Price = 100_000_000;

    private static readonly Purse Rich = new("rich", "1000.00");
    private static readonly Purse Poor = new("poor", "2.00");

    private static ClusterFile File(Uri simulator) => new(simulator)
    {
        Models = [(Slow, ThreeNodes.Dime), (Longer, ThreeNodes.Dime), (Quick, ThreeNodes.Dime)],
        Purses = [Rich, Poor],
    };

    [Fact]
    public async Task Killed_server_that_comes_back_settles_what_it_had_sent_once_while_the_others_serve()
    {
        await using var cluster = await NodeCluster.StartAsync(3, File);
        var killed = cluster.Nodes[1];
        var streams = await NodeTraffic.StreamsAsync(killed, Rich.Key, Slow, "under way", Streams);
        var others = cluster.Nodes.Where(n => n != killed).Select(n => new NodeTraffic(n, Rich.Key, Quick, "beside", TimeSpan.FromMilliseconds(50))).ToList();
        await Task.Delay(1500);
        await killed.KillAsync();
        Assert.All(await Task.WhenAll(streams), text => Assert.DoesNotContain("[DONE]", text, StringComparison.Ordinal));
        var clock = Stopwatch.StartNew();
        await killed.StartAsync();
        await NodeCluster.UntilAsync(async () => await OpenOfEndedAsync(cluster) == 0 && (await killed.ReadyAsync()).Status == 200, TimeSpan.FromSeconds(10));
        output.WriteLine($"ready, with all settled, {clock.ElapsedMilliseconds} ms after its start");
        Assert.Equal(200, (await killed.AskPatientlyAsync(ClientCall.Ask("chat", Quick, stream: false), Rich.Key)).Status);
        var answers = (await Task.WhenAll(others.Select(t => t.EndAsync()))).SelectMany(a => a).ToList();
        Assert.All(answers, a => Assert.True(a.Answer.Status == 200, a.Answer.Body));
        output.WriteLine($"{answers.Count} requests beside, the slowest took {answers.Max(a => a.Took).TotalMilliseconds:0} ms");

        await SettledAsync(cluster);
        var swept = (await cluster.ChargesAsync()).Where(c => c.ChargeReason == "swept").ToList();
        Assert.Equal(Streams, swept.Count);
        Assert.All(swept, c => Assert.InRange(c.ChargedNanos, 0, c.HoldNanos));
    }

    [Fact]
    public async Task What_a_server_that_never_comes_back_had_set_aside_is_spent_by_the_others()
    {
        await using var cluster = await NodeCluster.StartAsync(3, File);
        var killed = cluster.Nodes[2];
        // Five of the twenty, and a part beyond them.
        var streams = await NodeTraffic.StreamsAsync(killed, Poor.Key, Slow, "under way", 5);
        Assert.True((await cluster.BalanceAsync(Poor)).Reserved >= 5 * Price);
        await killed.KillAsync();
        await Task.WhenAll(streams);
        await ForgetAsync(cluster, killed);
        // All of it, but not what is set aside by somebody who may still live.
        var before = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => cluster.Nodes[n % 2].AskPatientlyAsync(ClientCall.Ask("chat", Quick, stream: false), Poor.Key)));
        var after = await SweptAsync(cluster, () => Task.WhenAll(Enumerable.Range(0, 30).Select(n => cluster.Nodes[n % 2].AskPatientlyAsync(ClientCall.Ask("chat", Quick, stream: false), Poor.Key))));
        Assert.Equal(20, before.Concat(after).Count(a => a.Status == 200));
        Assert.All(before.Concat(after).Where(a => a.Status != 200), a => Assert.Equal(402, a.Status));
        await NodeCluster.UntilAsync(async () => await cluster.BalanceAsync(Poor) == (0, 0), TimeSpan.FromSeconds(10), async () => $"{await cluster.BalanceAsync(Poor)}");
        await cluster.AssertCleanAsync();
    }

    [Fact]
    public async Task R_25_Server_that_was_taken_for_dead_and_wakes_up_settles_nothing_twice_and_goes_on_as_a_new_run()
    {
        await using var cluster = await NodeCluster.StartAsync(3, File);
        var zombie = cluster.Nodes[2];
        var streams = await NodeTraffic.StreamsAsync(zombie, Poor.Key, TestRun.IsLong ? Longer : Slow, "under way", 5);
        zombie.Signal(ClusterNode.Pause);
        await ForgetAsync(cluster, zombie);
        var answers = await SweptAsync(cluster, () => Task.WhenAll(Enumerable.Range(0, 40).Select(n => cluster.Nodes[n % 2].AskPatientlyAsync(ClientCall.Ask("chat", Quick, stream: false), Poor.Key))));
        output.WriteLine($"{answers.Count(a => a.Status == 200)} of 40 served by the others");
        Assert.Equal(20, answers.Count(a => a.Status == 200));
        zombie.Signal(ClusterNode.Continue);
        if (TestRun.IsLong)
        {
            // It has slept past its fence: what it believes to have is gone, and it knows.
            var woken = await zombie.AskAsync(ClientCall.Ask("chat", Quick, stream: false), Poor.Key);
            Assert.True(woken.Status is 402 or 503, $"{woken.Status} {woken.Body}");
        }

        var instance = await InstanceAsync(zombie);
        await NodeCluster.UntilAsync(async () => await cluster.Database.AskAsync<long>("SELECT COUNT(*) FROM runs WHERE instance = @instance AND ended_at IS NULL", new { instance }) == 1, TimeSpan.FromSeconds(20));
        Assert.Equal(402, (await zombie.AskPatientlyAsync(ClientCall.Ask("chat", Quick, stream: false), Poor.Key)).Status);
        Assert.Equal(200, (await zombie.AskPatientlyAsync(ClientCall.Ask("chat", Quick, stream: false), Rich.Key)).Status);
        output.WriteLine(string.Join("; ", (await Task.WhenAll(streams)).GroupBy(s => s.Contains("[DONE]", StringComparison.Ordinal)).Select(g => $"{g.Count()} streams {(g.Key ? "ended well" : "broke")}")));
        await SettledAsync(cluster);
        Assert.Equal((0, 0), await cluster.BalanceAsync(Poor));
        // Those that ran on the zombie are the house's: their wallet has nothing left.
        var overrun = (await cluster.ChargesAsync()).Where(c => c.OverrunNanos > 0).ToList();
        output.WriteLine($"{overrun.Count} requests cost the house {overrun.Sum(c => c.OverrunNanos)} nano-USD");
    }

    // Open allowances of runs that have ended.
    private static Task<long> OpenOfEndedAsync(NodeCluster cluster) =>
        cluster.Database.AskAsync<long>("SELECT COUNT(*) FROM allowances a JOIN runs r ON r.id = a.run WHERE a.closed_at IS NULL AND r.ended_at IS NOT NULL");

    private static async Task<string> InstanceAsync(ClusterNode node) => (await System.IO.File.ReadAllTextAsync(Path.Combine(node.Data, InstanceFile.Name))).Trim();

    // A minute without a word; by the calendar only where there is time for it.
    private static async Task ForgetAsync(NodeCluster cluster, ClusterNode node)
    {
        if (TestRun.IsLong)
        {
            await Task.Delay(TimeSpan.FromSeconds(62), TestContext.Current.CancellationToken);
            return;
        }

        var instance = await InstanceAsync(node);
        await using var connection = await cluster.Database.ConnectAsync();
        Assert.Equal(1, await connection.ExecuteAsync("UPDATE runs SET renewed_at = renewed_at - 61000000 WHERE instance = @instance AND ended_at IS NULL", new { instance }));
    }

    // The eldest looks every half minute, and so does each at its start.
    private async Task<NodeAnswer[]> SweptAsync(NodeCluster cluster, Func<Task<NodeAnswer[]>> then)
    {
        var clock = Stopwatch.StartNew();
        if (!TestRun.IsLong)
        {
            await cluster.Nodes[1].StopAsync(TimeSpan.FromSeconds(20));
            await cluster.Nodes[1].StartAsync();
        }

        await NodeCluster.UntilAsync(
            async () => await cluster.Database.AskAsync<long>("SELECT COUNT(*) FROM runs WHERE ended_at IS NULL AND renewed_at < EXTRACT(EPOCH FROM now()) * 1000000 - 60000000") == 0, TimeSpan.FromSeconds(40));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"swept after {clock.Elapsed.TotalSeconds:0.0} s"));
        return await then();
    }

    private static async Task SettledAsync(NodeCluster cluster)
    {
        await NodeCluster.UntilAsync(
            async () => cluster.Simulator.Record.Open == 0 && (await cluster.ChargesAsync()).Count == cluster.Simulator.Record.Exchanges.Count,
            TimeSpan.FromSeconds(20),
            async () => $"{(await cluster.ChargesAsync()).Count} of {cluster.Simulator.Record.Exchanges.Count}");
        var charges = await cluster.ChargesAsync();
        Assert.Equal(charges.Count, charges.Select(c => c.RequestId).Distinct().Count());
        Assert.All(charges, c => Assert.True(c.ChargeReason == "swept" || c.ChargedNanos + c.OverrunNanos == Price, $"{c.RequestId}: {c.ChargedNanos} + {c.OverrunNanos}"));
        Assert.Equal(charges.Sum(c => c.ChargedNanos), await cluster.Auditor.SpentAsync());
        await cluster.AssertCleanAsync();
    }
}
