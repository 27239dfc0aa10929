using System.Diagnostics;
using System.Globalization;
using Gantry.Tests.Relay.Faults;
using Xunit;

namespace Gantry.Tests.Nodes;

/// <summary>Three servers and their database through hundreds of kills, an hour of mixed faults, and hours without any (reliability R-50, R-60 to R-63). They run with <c>GANTRY_LONG=1</c>; a seed repeats one.</summary>
[Collection(AloneCollection.Name)]
public sealed class NodeLongRunTests(ITestOutputHelper output)
{
    private const int Wallets = 20;
    private const long Price = 100_000_000;
    private static readonly string[] Models = ["sim-text-n2", "sim-text-n5-d50", "sim-text-n30-i50", "sim-text-n60-i100"];

    private static int Seed => Number("GANTRY_SEED", 1);

    private static Purse Wallet(int number) => new(string.Create(CultureInfo.InvariantCulture, $"wallet{number}"), "100000.00");

    [Fact]
    public async Task R_60_Bills_are_exact_after_servers_and_their_database_were_killed_over_and_over()
    {
        var cycles = Number("GANTRY_CYCLES", 300);
        await using var cluster = await StartAsync("GANTRY_CYCLES");
        var dice = new FaultDice(cluster, Seed);
        var crowd = new Crowd(cluster, Seed, clients: 30, TimeSpan.FromMilliseconds(100));
        for (var cycle = 0; cycle < cycles; cycle++)
        {
            output.WriteLine($"{cycle}: {await dice.KillAsync()}");
            if (cycle % 25 == 24) await LookAsync(cluster);
        }

        await EndAsync(cluster, crowd);
    }

    [Fact]
    public async Task R_63_Bills_are_exact_after_an_hour_of_mixed_faults()
    {
        var minutes = Number("GANTRY_FAULT_MINUTES", 60);
        await using var cluster = await StartAsync("GANTRY_FAULT_MINUTES");
        var dice = new FaultDice(cluster, Seed);
        var crowd = new Crowd(cluster, Seed, clients: 30, TimeSpan.FromMilliseconds(100));
        var clock = Stopwatch.StartNew();
        var looked = TimeSpan.Zero;
        while (clock.Elapsed < TimeSpan.FromMinutes(minutes))
        {
            output.WriteLine($"{clock.Elapsed.TotalSeconds:0} s: {await dice.AnyAsync()}");
            if (clock.Elapsed - looked < TimeSpan.FromMinutes(2)) continue;
            looked = clock.Elapsed;
            await LookAsync(cluster);
        }

        await EndAsync(cluster, crowd);
    }

    [Fact]
    public async Task R_50_Servers_need_no_more_memory_after_hours_than_after_one()
    {
        var minutes = Number("GANTRY_SOAK_MINUTES", 120);
        await using var cluster = await StartAsync("GANTRY_SOAK_MINUTES");
        var warm = TimeSpan.FromMinutes(Math.Min(30, minutes / 4.0));
        var before = cluster.Nodes.Select(ProcessLook.Of).ToList();
        var clock = Stopwatch.StartNew();
        var crowd = new Crowd(cluster, Seed, clients: 30, TimeSpan.FromMilliseconds(100));
        // What the light load takes an hour to have compiled, and the largest heap that it happens to need, are there after some minutes of a heavier one.
        var rush = new Crowd(cluster, Seed + 1, clients: 150, TimeSpan.FromMilliseconds(100));
        await Task.Delay(warm / 3, TestContext.Current.CancellationToken);
        await rush.StopAsync();
        var looks = cluster.Nodes.Select(_ => new List<ProcessLook>()).ToList();
        var told = TimeSpan.Zero;
        while (clock.Elapsed < TimeSpan.FromMinutes(minutes))
        {
            await Task.Delay(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
            foreach (var node in cluster.Nodes) looks[node.Number].Add(ProcessLook.Of(node) with { At = clock.Elapsed });
            // A slope alone says of a failed run only that it failed.
            if (clock.Elapsed - told < TimeSpan.FromMinutes(1)) continue;
            told = clock.Elapsed;
            foreach (var node in cluster.Nodes) output.WriteLine($"{clock.Elapsed.TotalMinutes:0} min, node {node.Number}: {ProcessLook.Kinds(node)}");
        }

        await EndAsync(cluster, crowd, rush);
        await Task.Delay(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        foreach (var node in cluster.Nodes)
        {
            var after = ProcessLook.Of(node);
            var slope = ProcessLook.MebibytesPerHour([.. looks[node.Number].Where(l => l.At >= warm)]);
            output.WriteLine($"node {node.Number}: {looks[node.Number][^1].Bytes >> 20} MiB, {slope:0.00} MiB an hour; handles {before[node.Number].Handles} before, {after.Handles} after, threads {before[node.Number].Threads} and {after.Threads}");
            // What is short shows no slope: its noise is larger.
            if (minutes >= 120) Assert.InRange(slope, double.MinValue, 1.0);
            // Pools of connections to the database and the upstream open with the first load.
            Assert.InRange(after.Handles, 0, before[node.Number].Handles * 1.02 + 60);
            Assert.InRange(after.Threads, 0, before[node.Number].Threads * 1.02 + 10);
        }
    }

    private static int Number(string name, int usual) => int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : usual;

    private async Task<NodeCluster> StartAsync(string variable)
    {
        Assert.SkipUnless(
            TestRun.IsLong || Environment.GetEnvironmentVariable(variable) is { Length: > 0 }, $"A long run: set GANTRY_LONG=1, or {variable} for how long.");
        output.WriteLine($"seed {Seed}");
        return await NodeCluster.StartAsync(
            3, simulator => new ClusterFile(simulator) { Models = [.. Models.Select(m => (m, ThreeNodes.Dime))], Purses = [.. Enumerable.Range(0, Wallets).Select(Wallet)] }, own: true);
    }

    // While requests run: what holds at each moment.
    private static async Task LookAsync(NodeCluster cluster) => Assert.Empty(await cluster.Auditor.BrokenAsync());

    private async Task EndAsync(NodeCluster cluster, params Crowd[] crowds)
    {
        foreach (var crowd in crowds) await crowd.StopAsync();
        var received = crowds.SelectMany(c => c.Received).ToList();
        // A server that was killed for good leaves nothing open; one that was swept while it slept settles when it wakes.
        await NodeCluster.UntilAsync(
            async () => cluster.Simulator.Record.Open == 0
                && await cluster.Database.AskAsync<long>("SELECT COUNT(*) FROM allowances a JOIN runs r ON r.id = a.run WHERE a.closed_at IS NULL AND r.ended_at IS NOT NULL") == 0
                && (await cluster.ChargesAsync()).Sum(c => c.Attempts) >= cluster.Simulator.Record.Exchanges.Count,
            TimeSpan.FromSeconds(90),
            async () => $"{(await cluster.ChargesAsync()).Sum(c => c.Attempts)} attempts of {cluster.Simulator.Record.Exchanges.Count} exchanges, {cluster.Simulator.Record.Open} open; {string.Join("; ", cluster.Nodes.Select(Left))}");
        await cluster.AssertCleanAsync();
        var charges = (await cluster.ChargesAsync()).ToDictionary(c => c.RequestId);
        Assert.Equal(charges.Values.Sum(c => c.ChargedNanos), await cluster.Auditor.SpentAsync());
        foreach (var id in received) Assert.Equal(("completed", Price), (charges[id].Outcome, charges[id].ChargedNanos + charges[id].OverrunNanos));
        // What is not known exactly says so.
        Assert.All(charges.Values.Where(c => c.ChargedNanos + c.OverrunNanos != Price), c => Assert.True(c.ChargeReason != "usage", $"{c.RequestId}: {c.ChargeReason}, {c.Outcome}, {c.ChargedNanos} + {c.OverrunNanos}"));
        var reasons = charges.Values.GroupBy(c => c.ChargeReason).Select(g => $"{g.Count()} {g.Key}");
        output.WriteLine($"{charges.Count} requests sent, {received.Count} received in full ({crowds.Sum(c => c.Refused)} refused, {crowds.Sum(c => c.Broken)} broken): {string.Join(", ", reasons)}; overrun {charges.Values.Sum(c => c.OverrunNanos)} nano-USD");
        Assert.True(received.Count > 100, "Hardly anything was answered.");
    }

    // What a server has not settled lies in its data folder.
    private static string Left(ClusterNode node) =>
        $"node {node.Number}: {string.Join(", ", Directory.EnumerateFiles(node.Data, "*", SearchOption.AllDirectories).Where(f => f.Contains("journal", StringComparison.Ordinal) || f.Contains("dead-letter", StringComparison.Ordinal)).Select(f => $"{Path.GetRelativePath(node.Data, f)} {new FileInfo(f).Length} B"))}\n{node.Log}";

    /// <summary>Clients that ask one question after the other of any server, and put up with whatever happens.</summary>
    private sealed class Crowd
    {
        private readonly CancellationTokenSource _enough = new();
        private readonly List<string> _received = [];
        private readonly Task _running;
        private int _refused;
        private int _broken;

        public Crowd(NodeCluster cluster, int seed, int clients, TimeSpan pause) => _running = Task.WhenAll(Enumerable.Range(0, clients).Select(n => AskOnAsync(cluster, new Random(seed * 1000 + n), pause)));

        public int Refused => _refused;

        public int Broken => _broken;

        /// <summary>The ids of what came in full; complete once the crowd has stopped.</summary>
        public IReadOnlyList<string> Received => _received;

        /// <summary>Lets them have their last answers.</summary>
        public async Task StopAsync()
        {
            await _enough.CancelAsync();
            await _running;
        }

        private async Task AskOnAsync(NodeCluster cluster, Random random, TimeSpan pause)
        {
            while (!_enough.IsCancellationRequested)
            {
                var call = ClientCall.Ask(ClientCall.Protocols[random.Next(4)], Models[random.Next(Models.Length)], random.Next(2) == 0);
                await AskAsync(cluster.Nodes[random.Next(3)], call, Wallet(random.Next(Wallets)).Key);
                await Task.Delay(pause * (random.NextDouble() * 2), CancellationToken.None);
            }
        }

        private async Task AskAsync(ClusterNode node, ClientCall call, string key)
        {
            try
            {
                using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
                using var response = await node.SendAsync(call, key, patience.Token);
                _ = await response.Content.ReadAsStringAsync(patience.Token);
                if ((int)response.StatusCode != 200) Interlocked.Increment(ref _refused);
                else
                    lock (_received) _received.Add(response.Headers.GetValues("x-request-id").Single());
            }
            catch (Exception gone) when (gone is HttpRequestException or InvalidOperationException or OperationCanceledException)
            {
                Interlocked.Increment(ref _broken);
            }
        }
    }
}
