using System.Globalization;
using Gantry.Billing;
using Gantry.Protocols.Hub;
using Gantry.Routing;
using Gantry.Routing.Health;
using Gantry.Snapshot;
using Xunit;
using static Gantry.Tests.Routing.Planners;

namespace Gantry.Tests.Routing;

/// <summary>What a key may rely on when it says <c>auto</c>.</summary>
public sealed class AutoTests
{
    private readonly Group _dear = Priced("dear", 2_000_000, At("d"));
    private readonly Group _cheap = Priced("cheap", 500_000, At("c"));
    private readonly Group _list = Priced("list", 1_000_000, At("l"));

    [Fact]
    public void Cheapest_for_the_model_comes_first_after_what_was_named()
    {
        Assert.Equal("cheap/c list/l dear/d", New().Plan(Ask(Auto(new AutoChoice(0), _dear, _cheap, _list))).Names());
        Assert.Equal("dear/d cheap/c list/l", New().Plan(Ask(Auto(new AutoChoice(1), _dear, _list, _cheap))).Names());
        Assert.Equal("dear/d list/l cheap/c", New().Plan(Ask(Auto(new AutoChoice(0) { IsOrdered = true }, _dear, _list, _cheap))).Names());
    }

    [Fact]
    public void Group_above_the_ceiling_is_dropped_even_where_it_is_named()
    {
        var auto = new AutoChoice(1) { MaxPriceFactorPpm = 1_500_000 };
        var trace = new RouteTrace();

        Assert.Equal("cheap/c list/l", New().Plan(Ask(Auto(auto, _dear, _list, _cheap)), trace).Names());

        var drop = Assert.Single(trace.Drops);
        Assert.Equal((DropReason.PriceAboveCeiling, "dear", "it takes 2 times the list price, the key allows 1.5 times the list price"), (drop.Reason, drop.Group.Name, drop.Message));
        var refusal = New().Plan(Ask(Auto(auto, _dear))).Refusal!;
        Assert.Equal(("price_above_ceiling", ErrorKind.Forbidden), (refusal.Code, refusal.Kind));
    }

    [Fact]
    public void Session_stays_with_the_group_that_served_it_unless_the_key_does_not_want_that()
    {
        var affinity = new Affinity(new FakeTime());
        var (planner, key) = (New(affinity: affinity), Auto(new AutoChoice(0), _dear, _cheap, _list));
        var plan = planner.Plan(Ask(key, "s"));
        affinity.Note(plan.Session, plan.Candidates[1]);

        Assert.Equal("list/l cheap/c dear/d", planner.Plan(Ask(key, "s")).Names());
        Assert.Equal("cheap/c list/l dear/d", planner.Plan(Ask(key, "t")).Names());
        Assert.Equal("cheap/c list/l dear/d", planner.Plan(Ask(key with { Auto = new AutoChoice(0) { Sticky = false } }, "s")).Names());
    }

    [Fact]
    public void Price_that_rose_above_the_ceiling_ends_a_session_there()
    {
        var affinity = new Affinity(new FakeTime());
        var auto = new AutoChoice(0) { MaxPriceFactorPpm = 1_000_000 };
        var (planner, key) = (New(affinity: affinity), Auto(auto, _list, _cheap));
        var plan = planner.Plan(Ask(key, "s"));
        affinity.Note(plan.Session, plan.Candidates.Single(c => c.Group.Name == "list"));

        Assert.Equal("cheap/c", planner.Plan(Ask(Auto(auto, Priced("list", 1_000_001, At("l")), _cheap) with { TenantId = key.TenantId }, "s")).Names());
    }

    [Fact]
    public void Ten_thousand_schedules_of_faults_never_lead_above_the_ceiling()
    {
        var random = new Random(16);
        for (var schedule = 0; schedule < 10_000; schedule++)
        {
            var time = new FakeTime();
            var down = new HashSet<RouteTarget>();
            var affinity = new Affinity(time);
            var planner = New(t => down.Contains(t) ? new HealthView { Target = t, State = HealthState.Cooling, Cause = HealthCause.Target, Reason = AttemptOutcome.UpstreamFailed, NextProbe = time.GetUtcNow().AddSeconds(9) } : Well(t), affinity, time);
            var groups = Enumerable.Range(0, random.Next(1, 6)).Select(g => Priced(
                $"g{g}", random.Next(1, 40) * 100_000L, [.. Enumerable.Range(0, random.Next(1, 4)).Select(u => At(string.Create(CultureInfo.InvariantCulture, $"u{g}{u}"), credentials: random.Next(1, 3)))])).ToArray();
            var ceiling = random.Next(1, 40) * 100_000L;
            var key = Auto(new AutoChoice(random.Next(groups.Length + 1)) { MaxPriceFactorPpm = ceiling, IsOrdered = random.Next(2) == 0, Sticky = random.Next(2) == 0 }, groups);
            string? group = null;
            for (var turn = 0; turn < 4; turn++)
            {
                var plan = planner.Plan(Ask(key, "s"));
                Assert.All(plan.Candidates, c => Assert.InRange(c.Deployment.Price!.MultiplierPpm, 0, ceiling));
                Assert.Equal(groups.All(g => g.MultiplierPpm > ceiling), plan.Refusal?.Code == "price_above_ceiling");
                if (plan.Refusal is not null) break;
                var serving = plan.Candidates.FirstOrDefault(_ => random.Next(3) > 0) ?? plan.Candidates[^1];
                foreach (var failed in plan.Candidates.TakeWhile(c => c != serving)) down.Add(failed.Target);

                // The group that served last comes first while any of it is usable.
                if (key.Auto!.Sticky && group is not null && plan.Candidates.FirstOrDefault(c => c.Group.Name == group && !down.Contains(c.Target)) is not null && !down.Contains(plan.Candidates[0].Target))
                    Assert.Equal(group, plan.Candidates[0].Group.Name);
                group = serving.Group.Name;
                affinity.Note(plan.Session, serving);
                if (random.Next(3) == 0) down.Clear();
            }
        }
    }
}
