using Gantry.Access.Limits;
using Gantry.Nodes;
using Gantry.Storage;
using Gantry.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Gantry.Tests.Access.Limits.Several;

/// <summary>Three limiters on one real database, each with connections and a bus of its own.</summary>
public sealed class PostgresLimitTests
{
    [Fact]
    public async Task Three_servers_that_are_asked_at_once_admit_the_limit_and_not_one_more()
    {
        await using var servers = await StartAsync();
        var scopes = Servers.Key(requests: 300, tokens: 1_000_000);
        var admitted = 0;
        await Task.WhenAll(Enumerable.Range(0, 600).Select(async i =>
        {
            if ((await servers.AskAsync(i % 3, scopes, prompt: 1)).Lease is not null) Interlocked.Increment(ref admitted);
        }));
        Assert.InRange(admitted, 100, 300);
        // What was too little at one moment has gone round by the next.
        for (var i = 0; i < 400 && admitted < 300; i++)
        {
            if ((await servers.AskAsync(i % 3, scopes, prompt: 1)).Lease is not null) admitted++;
            else await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.Equal(300, admitted);
        Assert.NotNull((await servers.AskAsync(0, scopes, prompt: 1)).Refusal);
    }

    [Fact]
    public async Task Place_goes_from_one_server_to_who_waits_on_another()
    {
        await using var servers = await StartAsync();
        var scopes = Servers.Key(places: 3);
        var leases = new List<IRateLease>();
        for (var i = 0; i < 3; i++) leases.Add((await servers.AskAsync(0, scopes, place: true)).Lease!);
        var waits = new[] { servers.AskAsync(1, scopes, place: true, patience: Desk.Patience), servers.AskAsync(2, scopes, place: true, patience: Desk.Patience) };
        while (servers.Waiting < 2) await Task.Delay(10, TestContext.Current.CancellationToken);
        leases[0].End(0);
        leases[1].End(0);
        foreach (var wait in waits) (await wait.WaitAsync(TimeSpan.FromSeconds(15), TestContext.Current.CancellationToken)).Lease!.End(0);
        leases[2].End(0);
        await servers.LeaveAsync();
        Assert.Equal(0, await servers.SharesAsync());
    }

    private static async Task<Nodes> StartAsync()
    {
        var name = await PostgresCluster.NewDatabaseAsync();
        var nodes = new Nodes();
        for (var i = 0; i < 3; i++) await nodes.AddAsync(name);
        return nodes;
    }

    private sealed class Nodes : IAsyncDisposable
    {
        private readonly List<(PostgresDatabase Database, PostgresNodeBus Bus, ShareCalls Calls, RateShares Shares, RateLimiter Limiter, GatewayRun Run)> _all = [];

        public int Waiting => _all.Sum(node => node.Limiter.Waiting);

        public async Task AddAsync(string name)
        {
            var cancellation = TestContext.Current.CancellationToken;
            var database = await PostgresDatabase.OpenAsync(name, TimeProvider.System, cancellation);
            var facts = new NodeFacts("test", $"folder {_all.Count}");
            var run = new GatewayRun(await new LedgerStore(database, TimeProvider.System).BeginRunAsync(facts, cancellation), facts, TimeProvider.System);
            run.Renewed(TimeProvider.System.GetTimestamp(), new NodeCensus(3, _all.Count == 0));
            var bus = new PostgresNodeBus(database, TimeProvider.System);
            var hears = new TaskCompletionSource();
            using (bus.Listen(_ => hears.TrySetResult()))
            {
                bus.Start();
                await hears.Task.WaitAsync(TimeSpan.FromSeconds(30), cancellation);
            }

            var calls = new ShareCalls(new ShareStore(database), run, TimeProvider.System, NullLogger<ShareCalls>.Instance);
            var shares = new RateShares(calls, run, bus, TimeProvider.System);
            _all.Add((database, bus, calls, shares, new RateLimiter(shares), run));
        }

        public Task<RateAdmission> AskAsync(int node, RateScopes scopes, long prompt = 0, bool place = false, TimeSpan patience = default) =>
            _all[node].Limiter.AdmitAsync(new RateAsk(scopes, Guid.Empty, prompt, 0, place), patience, 100, TestContext.Current.CancellationToken).AsTask();

        public Task LeaveAsync() => Task.WhenAll(_all.Select(node => node.Limiter.LeaveAsync()));

        public Task<long> SharesAsync() => _all[0].Database.ReadAsync(c => Dapper.SqlMapper.ExecuteScalarAsync<long>(c, "SELECT COUNT(*) FROM shares"), TestContext.Current.CancellationToken);

        public async ValueTask DisposeAsync()
        {
            foreach (var (database, bus, calls, shares, _, _) in _all)
            {
                shares.Dispose();
                calls.Dispose();
                await bus.DisposeAsync();
                await database.DisposeAsync();
            }
        }
    }
}
