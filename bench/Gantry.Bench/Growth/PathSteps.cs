using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Gantry.Access;
using Gantry.Billing.Pricing;
using Gantry.Catalog;
using Gantry.Protocols;
using Gantry.Routing;
using Gantry.Routing.Health;
using Gantry.Secrets;
using Gantry.Snapshot;
using Microsoft.AspNetCore.Http;

namespace Gantry.Bench.Growth;

/// <summary>The steps of a request that look into the catalogue, alone: the least time of many, and the bytes.</summary>
internal static class PathSteps
{
    const int Batches = 200;
    const int Times = 50;

    public static async Task WriteAsync(TextWriter output)
    {
        await output.WriteLineAsync("| step | size | ns | bytes |");
        await output.WriteLineAsync("|---|---|---|---|");
        foreach (var keys in new[] { 10, 1_000, 100_000 }) await WriteAsync(output, "key", keys, FindKey(keys));
        foreach (var models in new[] { 10, 2_000 }) await WriteAsync(output, "plan among models", models, Plan(models, 1, PoolBalance.Weight, session: false));
        foreach (var deployments in new[] { 1, 16, 17, 100, 1_000 })
        {
            await WriteAsync(output, "plan among deployments, in turn", deployments, Plan(1, deployments, PoolBalance.Weight, session: false));
            await WriteAsync(output, "plan among deployments, by session", deployments, Plan(1, deployments, PoolBalance.Weight, session: true));
            await WriteAsync(output, "plan among deployments, least busy", deployments, Plan(1, deployments, PoolBalance.LeastBusy, session: false));
            await WriteAsync(output, "plan among deployments, all put in order", deployments, Plan(1, deployments, PoolBalance.Weight, session: false, whole: true));
        }
    }

    static Action FindKey(int keys)
    {
        var hasher = KeyHasher.StandIn();
        var one = Key([]);
        var snapshot = new GatewaySnapshot
        {
            Version = 1,
            Keys = Enumerable.Range(0, keys).ToFrozenDictionary(n => hasher.Hash($"sk-key-{n:d6}"), _ => one),
            Groups = FrozenDictionary<string, Group>.Empty,
            Models = FrozenDictionary<string, Model>.Empty,
            Settings = new GatewaySettings(),
        };
        var check = new AccessCheck(hasher, TimeProvider.System);
        var http = new DefaultHttpContext();
        http.Request.Headers.Authorization = $"Bearer sk-key-{keys / 2:d6}";
        return () => _ = check.Identify(snapshot, http.Request).Key ?? throw new InvalidOperationException("The key is not found.");
    }

    static Action Plan(int models, int deployments, PoolBalance balance, bool session, bool whole = false)
    {
        var upstreams = Enumerable.Range(0, deployments).Select(n => new Upstream
        {
            Name = $"upstream-{n:d4}",
            Provider = "simulator",
            BaseUrl = new Uri("http://127.0.0.1:9"),
            Credentials = [new UpstreamCredential(Guid.CreateVersion7(DateTimeOffset.UnixEpoch), "none")],
            Speaks = [Protocol.Chat],
        }).ToList();
        var group = new Group
        {
            Name = "g",
            Balance = balance,
            Offers = Enumerable.Range(0, models).ToFrozenDictionary(n => $"m{n}", n => upstreams.Select(upstream => Deployment($"m{n}", upstream)).ToImmutableArray()),
        };
        var board = new HealthBoard(TimeProvider.System);
        var planner = new RoutePlanner(new Turns(), board.Look, new Affinity(TimeProvider.System), TimeProvider.System);
        // A target that has been used is looked up, as those at work are.
        foreach (var deployment in group.Offers["m0"])
            board.End(board.Begin(new RouteTarget(deployment.Upstream.Name, deployment.Upstream.Credentials[0].Id, deployment.UpstreamModel)), Gantry.Billing.AttemptOutcome.Served);
        var request = new RouteRequest(Key([group]), $"m{models / 2}", Protocol.Chat, Operation.Chat) { Session = session ? new SessionSignal("x-session-id", "s") : null };
        // A plan that is to be explained has all of them.
        return () => _ = planner.Plan(request, whole ? new RouteTrace() : null).Candidates[0];
    }

    static ApiKey Key(ImmutableArray<Group> groups)
    {
        var id = Guid.CreateVersion7(DateTimeOffset.UnixEpoch);
        return new ApiKey { Id = id, Name = "bench", AccountId = id, TenantId = id, Display = "", Groups = groups };
    }

    static Deployment Deployment(string model, Upstream upstream) => new()
    {
        Model = new Model { Id = model, DisplayName = model },
        Upstream = upstream,
        UpstreamModel = model,
        Price = new PinnedPrice(new PriceVersion { Id = model, Model = model, ValidFrom = DateTimeOffset.UnixEpoch, Source = "bench", Lines = [] }, PinnedPrice.Par),
    };

    static async Task WriteAsync(TextWriter output, string step, int size, Action run)
    {
        for (var time = 0; time < 2_000; time++) run();
        var (least, bytes) = (double.MaxValue, long.MaxValue);
        for (var batch = 0; batch < Batches; batch++)
        {
            var (allocated, since) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
            for (var time = 0; time < Times; time++) run();
            least = Math.Min(least, Stopwatch.GetElapsedTime(since).TotalNanoseconds / Times);
            bytes = Math.Min(bytes, (GC.GetAllocatedBytesForCurrentThread() - allocated) / Times);
        }

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"| {step} | {size:N0} | {least:F0} | {bytes} |"));
    }
}
