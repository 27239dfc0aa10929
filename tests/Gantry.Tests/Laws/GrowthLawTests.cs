using Gantry.Access;
using Gantry.Tests.Routing;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Gantry.Tests.Laws;

/// <summary>Nothing that a request does grows with the catalogue: it allocates the same beside many rows as beside few. Counted in bytes, so that no other load changes it.</summary>
public sealed class GrowthLawTests
{
    private const int Rounds = 200;

    [Fact]
    public void A_key_is_found_at_the_same_cost_among_100_000_as_among_10() => Assert.Equal(OfAccess(10), OfAccess(100_000));

    [Fact]
    public void A_plan_costs_the_same_among_2_000_models_as_among_10() => Assert.Equal(OfPlan(models: 10, deployments: 1), OfPlan(models: 2_000, deployments: 1));

    [Fact]
    public void A_plan_costs_the_same_for_1_000_deployments_as_for_20() =>
        Assert.Equal(OfPlan(models: 1, deployments: 20), OfPlan(models: 1, deployments: 1_000));

    [Fact]
    public void A_plan_for_1_000_deployments_takes_two_kilobytes_more_than_for_one() =>
        Assert.InRange(OfPlan(models: 1, deployments: 1_000) - OfPlan(models: 1, deployments: 1), 0, 2_048);

    [Fact]
    public void What_grows_is_found()
    {
        var some = Enumerable.Range(0, 1_000).ToList();
        Assert.NotEqual(Least(() => _ = some.Take(10).ToArray()), Least(() => _ = some.ToArray()));
    }

    private static long OfAccess(int keys)
    {
        var one = Snapshots.Key();
        var snapshot = Snapshots.Of([.. Enumerable.Range(0, keys).Select(n => ($"sk-key-{n:d6}", one))]);
        var check = new AccessCheck(Snapshots.Hasher, TimeProvider.System);
        var http = new DefaultHttpContext();
        http.Request.Headers.Authorization = $"Bearer sk-key-{keys / 2:d6}";
        return Least(() => Assert.NotNull(check.Identify(snapshot, http.Request).Key));
    }

    private static long OfPlan(int models, int deployments)
    {
        var all = Enumerable.Range(0, models).SelectMany(m => Enumerable.Range(0, deployments).Select(n => Snapshots.Deployment(Snapshots.Model($"m{m}"), Planners.Upstream($"u{n}"))));
        var key = Snapshots.Key(Snapshots.Group("g", [.. all]));
        var planner = Planners.New();
        var request = Planners.Ask(key, model: $"m{models / 2}");
        return Least(() => Assert.NotEmpty(planner.Plan(request).Candidates));
    }

    /// <summary>The least of many runs, in bytes: what is made once, and what the runtime does by the way, only ever adds.</summary>
    private static long Least(Action run)
    {
        var least = long.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            run();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
