using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Gantry.Billing;
using Gantry.Catalog;
using Gantry.Protocols;
using Gantry.Routing;
using Gantry.Routing.Health;
using Gantry.Snapshot;
using Xunit;
using static Gantry.Tests.Routing.Planners;

namespace Gantry.Tests.Routing;

/// <summary>A plan that is explained is the plan that the request gets.</summary>
public sealed class TraceTests
{
    [Fact]
    public void Explained_order_is_that_of_the_real_request_in_a_thousand_states()
    {
        var random = new Random(11);
        for (var state = 0; state < 1_000; state++)
        {
            var time = new FakeTime();
            var affinity = new Affinity(time);
            var health = new Dictionary<RouteTarget, HealthView>();
            var planner = New(target => health.GetValueOrDefault(target, Well(target)), affinity, time);
            var key = Key(random);
            for (var request = 0; request < 6; request++)
            {
                var asked = Request(random, key);
                foreach (var target in key.Groups.SelectMany(Targets)) health[target] = View(random, target, time.GetUtcNow());

                var trace = new RouteTrace();
                var explained = planner.Plan(asked, trace);
                Assert.Equal(explained.Targets(), planner.Plan(asked, new RouteTrace()).Targets());
                var plan = planner.Plan(asked);

                Assert.Equal(explained.Names(), plan.Names());
                Assert.Equal(explained.Targets(), plan.Targets());
                Assert.Equal((explained.Refusal, explained.Session, explained.Asked), (plan.Refusal, plan.Session, plan.Asked));
                AssertComplete(key, explained, trace);
                if (plan.Refusal is null) affinity.Note(plan.Session, plan.Candidates[random.Next(plan.Candidates.Length)]);
            }
        }
    }

    [Fact]
    public void Every_reason_is_told()
    {
        var other = Snapshots.Deployment(Snapshots.Model("other"), Upstream("x"));
        var key = Snapshots.Key(
            Snapshots.Group("missing", other),
            Snapshots.Group("closed", At("a")) with { Status = GroupStatus.Closed },
            Snapshots.Group("endpoint", At("a")) with { Operations = FrozenSet.Create(Operation.Embeddings) },
            Snapshots.Group("protocol", At("a")) with { Protocols = FrozenSet.Create(Protocol.Gemini) },
            Snapshots.Group("unpriced", At("a") with { Price = null }),
            Priced("dear", 3_000_000, At("a")),
            Snapshots.Group("good", At("out"), At("limited"), At("well")),
            Snapshots.Group("later", At("b"))) with
        {
            Auto = new AutoChoice(8) { MaxPriceFactorPpm = 2_000_000, Sticky = false },
        };
        var planner = New(t => t.Upstream switch
        {
            "out" => new HealthView { Target = t, State = HealthState.Out, Cause = HealthCause.Credential, Reason = AttemptOutcome.CredentialRefused },
            "limited" => new HealthView { Target = t, State = HealthState.Cooling, Cause = HealthCause.RateLimit, Reason = AttemptOutcome.RateLimited },
            _ => Well(t),
        });
        var trace = new RouteTrace();

        Assert.Equal("good/well", planner.Plan(Ask(key), trace).Names());

        Assert.Equal(
            [
                (DropReason.ModelMissing, "missing"), (DropReason.GroupClosed, "closed"), (DropReason.Endpoint, "endpoint"), (DropReason.Protocol, "protocol"),
                (DropReason.NoPrice, "unpriced"), (DropReason.PriceAboveCeiling, "dear"), (DropReason.CredentialOut, "good"), (DropReason.Cooling, "good"), (DropReason.NoFallback, "later"),
            ],
            trace.Drops.Select(d => (d.Reason, d.Group.Name)).OrderBy(d => key.Groups.Select(g => g.Name).ToList().IndexOf(d.Name)).ThenByDescending(d => d.Reason));
    }

    [Fact]
    public void Plain_request_is_planned_in_half_a_kilobyte_and_without_a_look_at_its_body()
    {
        var planner = New();
        var key = Snapshots.Key(Snapshots.Group("g", At("a")));
        var body = Encoding.UTF8.GetBytes($$"""{"model":"m","messages":[{"role":"user","content":"{{new string('x', 1_000_000)}}"}]}""");
        for (var n = 0; n < 100; n++) planner.Plan(Ask(key) with { Body = body });
        var request = Ask(key) with { Body = body };
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var n = 0; n < 1_000; n++) planner.Plan(request);
        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / 1_000;
        Assert.True(each <= 512, $"a plan takes {each} bytes");
    }

    private static void AssertComplete(ApiKey key, RoutePlan plan, RouteTrace trace)
    {
        foreach (var group in key.Groups)
        {
            if (trace.Drops.Any(d => d.Group == group && d.Deployment is null)) continue;
            var told = plan.Candidates.Where(c => c.Group == group).Select(c => c.Target)
                .Concat(trace.Drops.Where(d => d.Group == group).SelectMany(d => d.Credential is null && d.Deployment!.Upstream.Credentials.Length > 0
                    ? d.Deployment.Upstream.Credentials.Select(c => new RouteTarget(d.Deployment.Upstream.Name, c.Id, d.Deployment.UpstreamModel))
                    : [new RouteTarget(d.Deployment!.Upstream.Name, d.Credential?.Id ?? Guid.Empty, d.Deployment.UpstreamModel)]));
            Assert.Equal(Targets(group).Order(ByText), told.Order(ByText));
        }
    }

    private static readonly Comparer<RouteTarget> ByText = Comparer<RouteTarget>.Create((one, other) => string.CompareOrdinal(one.ToString(), other.ToString()));

    private static IEnumerable<RouteTarget> Targets(Group group) => group.Offers["m"]
        .SelectMany(d => d.Upstream.Credentials.Select(c => new RouteTarget(d.Upstream.Name, c.Id, d.UpstreamModel)));

    private static ApiKey Key(Random random)
    {
        var groups = Enumerable.Range(0, random.Next(1, 5)).Select(g => Priced(
            $"g{g}",
            random.Next(1, 30) * 100_000L,
            [.. Enumerable.Range(0, random.Next(1, 5)).Select(u => At(string.Create(CultureInfo.InvariantCulture, $"u{g}{u}"), random.Next(1, 6), random.Next(3), random.Next(1, 4)))]) with
        {
            Balance = (PoolBalance)random.Next(2),
            Status = random.Next(8) == 0 ? GroupStatus.Closed : GroupStatus.Active,
            Protocols = random.Next(6) == 0 ? FrozenSet.Create(Protocol.Messages) : null,
        }).ToArray();
        var key = Snapshots.Key(groups) with { Fallback = random.Next(2) == 0 };
        return random.Next(2) == 0 ? key : key with
        {
            Fallback = true,
            Auto = new AutoChoice(random.Next(groups.Length)) { Sticky = random.Next(2) == 0, IsOrdered = random.Next(2) == 0, MaxPriceFactorPpm = random.Next(2) == 0 ? null : 2_000_000 },
        };
    }

    private static RouteRequest Request(Random random, ApiKey key)
    {
        var request = Ask(key, random.Next(2) == 0 ? $"s{random.Next(3)}" : null, random.Next(4) == 0 ? "alias-of-m" : "m", (Protocol)random.Next(3));
        return random.Next(3) == 0 ? request with { Body = Encoding.UTF8.GetBytes($$"""{"messages":[{"role":"user","content":"{{random.Next(3)}}"}]}""") } : request;
    }

    private static HealthView View(Random random, RouteTarget target, DateTimeOffset now) => random.Next(5) switch
    {
        0 => new HealthView { Target = target, State = HealthState.Cooling, Cause = HealthCause.Target, Reason = AttemptOutcome.UpstreamFailed, NextProbe = now.AddSeconds(random.Next(1, 100)) },
        1 => new HealthView { Target = target, State = (HealthState)random.Next(4), Cause = (HealthCause)random.Next(5), Reason = (AttemptOutcome)random.Next(24), InFlight = random.Next(3), IsProbed = random.Next(2) == 0 },
        _ => Well(target) with { InFlight = random.Next(9) },
    };
}
