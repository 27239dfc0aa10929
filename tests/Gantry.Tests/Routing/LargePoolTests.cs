using Gantry.Catalog;
using Gantry.Routing;
using Gantry.Routing.Health;
using Gantry.Snapshot;
using Xunit;
using static Gantry.Tests.Routing.Planners;

namespace Gantry.Tests.Routing;

/// <summary>Pools that are too large to be put in order for every request.</summary>
public sealed class LargePoolTests
{
    private const int Many = 200;

    [Fact]
    public void Requests_without_a_session_keep_to_the_weights_at_every_moment()
    {
        var key = Snapshots.Key(Pool(heavy: 3));
        var planner = New();
        var heavy = 0;
        for (var sent = 1; sent <= 2_000; sent++)
        {
            heavy += First(planner.Plan(Ask(key))) == "u0" ? 1 : 0;
            Assert.InRange(heavy - (sent * 3.0 / (Many + 2)), -4, 4);
        }
    }

    [Fact]
    public void Sessions_spread_by_weight_and_stay()
    {
        var key = Snapshots.Key(Pool(heavy: 50));
        var planner = New();
        var first = Enumerable.Range(0, 10_000).Select(n => First(planner.Plan(Ask(key, $"s{n}")))).ToList();
        Assert.Equal(first[..500], Enumerable.Range(0, 500).Select(n => First(planner.Plan(Ask(key, $"s{n}")))));
        // 2,008 of them are expected; four times the deviation of such a draw to either side.
        Assert.InRange(first.Count(name => name == "u0"), 1_848, 2_168);
        Assert.Equal(Many, first.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void When_one_goes_few_other_sessions_move()
    {
        var group = Pool();
        var key = Snapshots.Key(group);
        var without = Snapshots.Key(Snapshots.Group("g", [.. Deployments().Where(d => d.Upstream.Name != "u7")])) with { TenantId = key.TenantId };
        var planner = New();
        var moved = 0;
        for (var n = 0; n < 4_000; n++)
        {
            var before = First(planner.Plan(Ask(key, $"s{n}")));
            if (before != "u7" && before != First(planner.Plan(Ask(without, $"s{n}")))) moved++;
        }

        // Each of 200 has 20 of them; at the forks above the one that went some more go to the other side.
        Assert.InRange(moved, 0, 200);
    }

    [Fact]
    public void Candidates_are_different_and_enough_for_every_retry()
    {
        var plan = New().Plan(Ask(Snapshots.Key(Pool())));
        Assert.InRange(plan.Candidates.Length, RetryBudgets.Most, DeploymentPool.Few * 2);
        Assert.Equal(plan.Candidates.Length, plan.Targets().Distinct().Count());
    }

    [Fact]
    public void Priority_goes_before_all_and_what_comes_after_it_is_in_the_plan()
    {
        var group = Snapshots.Group("g", [.. Deployments(), .. Enumerable.Range(0, 20).Select(n => At($"late{n}", priority: 1))]);
        var names = New().Plan(Ask(Snapshots.Key(group))).Candidates.Select(c => c.Deployment.Priority).ToList();
        Assert.Equal(0, names[0]);
        Assert.Equal(names.Order(), names);
        Assert.Contains(1, names);
    }

    [Fact]
    public void What_is_out_of_use_is_left_out_and_where_nearly_all_are_the_rest_is_found()
    {
        var planner = New(target => Well(target) with { State = target.Upstream is "u3" or "u5" ? HealthState.Healthy : HealthState.Cooling, Cause = target.Upstream is "u3" or "u5" ? HealthCause.None : HealthCause.RateLimit });
        Assert.Equal(["u3", "u5"], planner.Plan(Ask(Snapshots.Key(Pool()))).Candidates.Select(c => c.Deployment.Upstream.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Who_served_a_session_last_comes_first()
    {
        var affinity = new Affinity(new FakeTime());
        var planner = New(affinity: affinity);
        var key = Snapshots.Key(Pool());
        var plan = planner.Plan(Ask(key, "s"));
        affinity.Note(plan.Session, plan.Candidates[3]);
        Assert.Equal(plan.Candidates[3].Target, planner.Plan(Ask(key, "s")).Candidates[0].Target);
    }

    [Fact]
    public void The_least_busy_of_those_that_are_drawn_comes_first()
    {
        var planner = New(target => Well(target) with { InFlight = int.Parse(target.Upstream[1..], System.Globalization.CultureInfo.InvariantCulture) });
        var plan = planner.Plan(Ask(Snapshots.Key(Pool() with { Balance = PoolBalance.LeastBusy })));
        var busy = plan.Candidates.Select(c => int.Parse(c.Deployment.Upstream.Name[1..], System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(busy.Order(), busy);
    }

    [Fact]
    public void Many_credentials_of_one_upstream_are_a_large_pool_as_well()
    {
        var key = Snapshots.Key(Snapshots.Group("g", At("a", credentials: 40)));
        var planner = New();
        var first = Enumerable.Range(0, 400).Select(_ => planner.Plan(Ask(key)).Candidates[0].Credential!.Secret).ToList();
        Assert.All(first.GroupBy(secret => secret), one => Assert.InRange(one.Count(), 8, 12));
        Assert.Equal(40, first.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void An_upstream_that_is_named_is_found_among_many()
    {
        var planner = New();
        var key = Snapshots.Key(Pool());
        Assert.Equal("g/u42", planner.Plan(Ask(key, model: "U42,m")).Names());
        Assert.Equal("g/u42", planner.Plan(Ask(key, model: "u42/m")).Names());
        Assert.NotNull(planner.Plan(Ask(key, model: "nobody,m")).Refusal);
    }

    [Fact]
    public void An_explained_plan_begins_as_the_request_does()
    {
        var planner = New();
        var key = Snapshots.Key(Pool());
        var explained = planner.Plan(Ask(key, "s"), new RouteTrace());
        var plan = planner.Plan(Ask(key, "s"));
        Assert.Equal(Many, explained.Candidates.Length);
        Assert.Equal(plan.Targets(), explained.Targets()[..plan.Candidates.Length]);
    }

    private static Group Pool(int heavy = 1) => Snapshots.Group("g", [.. Deployments(heavy)]);

    private static IEnumerable<Deployment> Deployments(int heavy = 1) => Enumerable.Range(0, Many).Select(n => At($"u{n}", weight: n == 0 ? heavy : 1));

    private static string First(RoutePlan plan) => plan.Candidates[0].Deployment.Upstream.Name;
}
