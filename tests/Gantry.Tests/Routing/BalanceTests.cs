using Gantry.Catalog;
using Gantry.Snapshot;
using Xunit;
using static Gantry.Tests.Routing.Planners;

namespace Gantry.Tests.Routing;

/// <summary>How requests spread over what is equally good.</summary>
public sealed class BalanceTests
{
    private readonly ApiKey _weighted = Snapshots.Key(Snapshots.Group("g", At("a", weight: 5), At("b", weight: 3), At("c", weight: 2)));

    [Fact]
    public void Requests_without_a_session_keep_to_the_weights_at_every_moment()
    {
        var planner = New();
        var counts = new Dictionary<string, int>(StringComparer.Ordinal) { ["a"] = 0, ["b"] = 0, ["c"] = 0 };
        for (var sent = 1; sent <= 2_000; sent++)
        {
            counts[planner.Plan(Ask(_weighted)).Candidates[0].Deployment.Upstream.Name]++;
            foreach (var (name, weight) in new[] { ("a", 5), ("b", 3), ("c", 2) }) Assert.InRange(counts[name] - (sent * weight / 10.0), -4, 4);
        }
    }

    [Fact]
    public void Those_after_the_first_share_its_load_by_weight_when_it_fails()
    {
        var planner = New();
        var seconds = Enumerable.Range(0, 4_000).Select(_ => planner.Plan(Ask(_weighted)).Candidates)
            .Where(c => c[0].Deployment.Upstream.Name == "a").Select(c => c[1].Deployment.Upstream.Name).ToList();
        AssertSpread(new Dictionary<string, double>(StringComparer.Ordinal) { ["b"] = 0.6, ["c"] = 0.4 }, seconds);
    }

    [Fact]
    public void Sessions_spread_by_weight()
    {
        var planner = New();
        AssertSpread(
            new Dictionary<string, double>(StringComparer.Ordinal) { ["a"] = 0.5, ["b"] = 0.3, ["c"] = 0.2 },
            [.. Enumerable.Range(0, 10_000).Select(n => planner.Plan(Ask(_weighted, $"session-{n}")).Candidates[0].Deployment.Upstream.Name)]);
    }

    [Fact]
    public void Sessions_spread_over_the_credentials_of_an_upstream()
    {
        var planner = New();
        var key = Snapshots.Key(Snapshots.Group("g", At("a", credentials: 4)));
        var served = Enumerable.Range(0, 8_000).Select(n => planner.Plan(Ask(key, $"session-{n}")).Candidates[0].Credential!.Secret).ToList();
        AssertSpread(Enumerable.Range(1, 4).ToDictionary(n => $"a-{n}", _ => 0.25, StringComparer.Ordinal), served);
    }

    [Fact]
    public void Credentials_are_taken_in_turn_and_all_of_them_are_candidates()
    {
        var planner = New();
        var key = Snapshots.Key(Snapshots.Group("g", At("a", credentials: 3)));
        var plans = Enumerable.Range(0, 6).Select(_ => string.Join(' ', planner.Plan(Ask(key)).Candidates.Select(c => c.Credential!.Secret))).ToList();
        Assert.Equal(3, plans.Distinct().Count());
        Assert.Equal(plans[..3], plans[3..]);
        Assert.All(plans, plan => Assert.Equal(3, plan.Split(' ').Distinct().Count()));
    }

    [Fact]
    public void When_one_goes_only_its_own_sessions_move()
    {
        var planner = New();
        var without = Snapshots.Key(Snapshots.Group("g", At("a", weight: 5), At("c", weight: 2))) with { TenantId = _weighted.TenantId };
        for (var n = 0; n < 1_000; n++)
        {
            var before = planner.Plan(Ask(_weighted, $"s{n}")).Candidates[0].Deployment.Upstream.Name;
            if (before != "b") Assert.Equal(before, planner.Plan(Ask(without, $"s{n}")).Candidates[0].Deployment.Upstream.Name);
        }
    }

    [Fact]
    public void Priority_goes_before_weight_and_session()
    {
        var key = Snapshots.Key(Snapshots.Group("g", At("a", weight: 100, priority: 1), At("b")));
        for (var n = 0; n < 100; n++) Assert.Equal("g/b g/a", New().Plan(Ask(key, $"s{n}")).Names());
    }

    [Fact]
    public void Least_busy_for_its_weight_comes_first_where_the_group_says_so()
    {
        var busy = new Dictionary<string, int>(StringComparer.Ordinal) { ["a"] = 9, ["b"] = 8, ["c"] = 1 };
        var planner = New(target => Well(target) with { InFlight = busy[target.Upstream] });
        var key = Snapshots.Key(_weighted.Groups[0] with { Balance = PoolBalance.LeastBusy });
        Assert.Equal("g/c g/a g/b", planner.Plan(Ask(key)).Names());
        busy["c"] = 6;
        Assert.Equal("g/a g/b g/c", planner.Plan(Ask(key)).Names());
    }

    [Fact]
    public void Least_busy_credential_comes_first_where_the_group_says_so()
    {
        var upstream = Upstream("a", 3);
        var planner = New(target => Well(target) with { InFlight = target.CredentialId == upstream.Credentials[1].Id ? 1 : 4 });
        var key = Snapshots.Key(Snapshots.Group("g", Snapshots.Deployment(TheModel, upstream)) with { Balance = PoolBalance.LeastBusy });
        for (var n = 0; n < 5; n++) Assert.Equal("a-2", planner.Plan(Ask(key)).Candidates[0].Credential!.Secret);
    }

    // Chi-squared against what the shares promise: at four degrees of freedom one run in a million is beyond 33; the hashes are always the same.
    private static void AssertSpread(Dictionary<string, double> shares, List<string> seen)
    {
        var chi = shares.Sum(s => Math.Pow(seen.Count(n => n == s.Key) - (s.Value * seen.Count), 2) / (s.Value * seen.Count));
        Assert.True(chi < 33, $"chi-squared is {chi}: {string.Join(", ", shares.Keys.Select(k => $"{k} {seen.Count(n => n == k)}"))}");
    }
}
