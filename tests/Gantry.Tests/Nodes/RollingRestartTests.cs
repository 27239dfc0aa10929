using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Gantry.Simulator.Recording;
using Gantry.Tests.Relay.Faults;
using Xunit;

namespace Gantry.Tests.Nodes;

/// <summary>R-19: servers are restarted one after the other behind a balancer, and nobody notices.</summary>
[Collection(AloneCollection.Name)]
public sealed class RollingRestartTests(ITestOutputHelper output)
{
    private const string Quick = "sim-text-n2";
    private const long Price = 100_000_000;

    private static readonly Purse Rich = new("rich", "1000000.00");

    private static int Rate =>
        int.TryParse(Environment.GetEnvironmentVariable("GANTRY_RATE"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : TestRun.IsLong ? 300 : 60;

    // A timetable alone would outrun a machine that runs other tests, until the ledger's two seconds are over for hundreds that wait for it: nothing of restarts.
    private static int MostAtOnce => TestRun.IsLong ? int.MaxValue : 40;

    [Fact]
    public async Task R_19_Rolling_restart_with_a_sufficient_drain_fails_no_request()
    {
        // Streams of 3 s, or 20 s; one of twenty requests is one.
        var slow = TestRun.IsLong ? "sim-text-n200-i100" : "sim-text-n30-i100";
        await using var cluster = await NodeCluster.StartAsync(
            3, simulator => new ClusterFile(simulator) { Models = [(Quick, ThreeNodes.Dime), (slow, ThreeNodes.Dime)], Purses = [Rich] }, own: false, "--drain", "60");
        await using var balancer = new Balancer(cluster);
        await NodeCluster.UntilAsync(() => Task.FromResult(balancer.Ready == 3), TimeSpan.FromSeconds(10));
        var failures = new ConcurrentBag<string>();
        using var enough = new CancellationTokenSource();
        var load = LoadAsync(balancer, slow, failures, enough.Token);
        var clock = Stopwatch.StartNew();
        foreach (var node in cluster.Nodes)
        {
            await Task.Delay(TimeSpan.FromSeconds(TestRun.IsLong ? 5 : 1), TestContext.Current.CancellationToken);
            var stopping = Stopwatch.StartNew();
            Assert.Equal(0, await node.StopAsync(TimeSpan.FromSeconds(70)));
            var stopped = stopping.Elapsed;
            await node.StartAsync(null, "--drain", "60");
            await NodeCluster.UntilAsync(() => Task.FromResult(balancer.Ready == 3), TimeSpan.FromSeconds(10));
            output.WriteLine($"node {node.Number} ended after {stopped.TotalSeconds:0.0} s and was back after {stopping.Elapsed.TotalSeconds:0.0} s");
        }

        await enough.CancelAsync();
        var asked = await load;
        output.WriteLine($"{asked} requests in {clock.Elapsed.TotalSeconds:0} s, {failures.Count} failed, {balancer.Moved} moved before anything was sent");
        Assert.True(failures.IsEmpty, string.Join('\n', failures.Distinct().Take(5)));
        await NodeCluster.UntilAsync(async () => (await cluster.ChargesAsync()).Count >= asked, TimeSpan.FromSeconds(30), async () => $"{(await cluster.ChargesAsync()).Count} of {asked}");
        var charges = await cluster.ChargesAsync();
        Assert.Equal(asked, charges.Count);
        Assert.Equal(asked, cluster.Simulator.Record.Exchanges.Count(e => e.Outcome == ExchangeOutcome.Finished));
        Assert.All(charges, c => Assert.Equal((Price, 0L), (c.ChargedNanos, c.OverrunNanos)));
        await cluster.AssertCleanAsync();
    }

    private static async Task<int> LoadAsync(Balancer balancer, string slow, ConcurrentBag<string> failures, CancellationToken enough)
    {
        var asked = new List<Task>();
        var underWay = 0;
        var clock = Stopwatch.StartNew();
        while (!enough.IsCancellationRequested)
        {
            while (asked.Count < clock.Elapsed.TotalSeconds * Rate && Volatile.Read(ref underWay) < MostAtOnce) asked.Add(AskAsync(asked.Count));
            await Task.Delay(5, CancellationToken.None);
        }

        await Task.WhenAll(asked);
        return asked.Count;

        async Task AskAsync(int n)
        {
            var isStream = n % 20 == 0;
            var call = isStream ? ClientCall.Ask("chat", slow, stream: true) : ClientCall.Ask(ClientCall.Protocols[n % 4], Quick, n % 2 == 0);
            Interlocked.Increment(ref underWay);
            if (await balancer.AskAsync(call, Rich.Key) is { } failure) failures.Add(failure);
            Interlocked.Decrement(ref underWay);
        }
    }
}
