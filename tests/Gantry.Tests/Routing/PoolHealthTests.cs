using Gantry.Billing;
using Gantry.Protocols.Hub;
using Gantry.Routing;
using Gantry.Routing.Health;
using Gantry.Snapshot;
using Xunit;
using static Gantry.Tests.Routing.Planners;

namespace Gantry.Tests.Routing;

/// <summary>Who is left out while it is out of use.</summary>
public sealed class PoolHealthTests
{
    private readonly FakeTime _time = new();
    private readonly Dictionary<string, HealthView> _views = new(StringComparer.Ordinal);
    private readonly RoutePlanner _planner;
    private readonly ApiKey _key = Snapshots.Key(Snapshots.Group("g", At("a"), At("b", priority: 1), At("c", priority: 2), At("d", priority: 3)));

    public PoolHealthTests() => _planner = New(target => _views.TryGetValue(target.Upstream, out var view) ? view with { Target = target } : Well(target), time: _time);

    [Fact]
    public void Failed_ones_are_dropped_but_never_more_than_half_of_the_pool()
    {
        Fails("a", 30);
        Fails("b", 20);
        Assert.Equal("g/c g/d", Plan());
        Fails("c", 10);
        Assert.Equal("g/d g/c", Plan());
        Fails("d", 15);
        Assert.Equal("g/c g/d", Plan());
        var trace = new RouteTrace();
        _planner.Plan(Ask(_key), trace);
        Assert.Equal(["b", "a"], trace.Drops.Select(d => d.Deployment!.Upstream.Name));
        Assert.All(trace.Drops, d => Assert.Equal(DropReason.Cooling, d.Reason));
    }

    [Fact]
    public void Limits_and_refused_credentials_drop_as_many_as_there_are()
    {
        Limited("a", 7.2);
        Is("b", HealthState.Out, AttemptOutcome.CredentialRefused, null);
        Limited("c", 100);
        Assert.Equal("g/d", Plan());
        Is("d", HealthState.Out, AttemptOutcome.CredentialBroke, null);
        var refusal = _planner.Plan(Ask(_key)).Refusal!;
        Assert.Equal((ErrorKind.Overloaded, "no_upstream_available", 8), (refusal.Kind, refusal.Code, refusal.RetryAfterSeconds));
    }

    [Theory]
    [InlineData(0.2, 1)]
    [InlineData(7, 7)]
    [InlineData(3_600, 60)]
    public void All_at_their_limits_is_the_clients_429_with_the_soonest_end(double seconds, int wait)
    {
        foreach (var name in new[] { "a", "b", "c" }) Limited(name, 9_999);
        Limited("d", seconds);
        var refusal = _planner.Plan(Ask(_key)).Refusal!;
        Assert.Equal((ErrorKind.RateLimited, "upstreams_rate_limited", wait), (refusal.Kind, refusal.Code, refusal.RetryAfterSeconds));
    }

    [Fact]
    public void Only_one_request_goes_to_a_place_that_is_probed()
    {
        Is("a", HealthState.Probing, AttemptOutcome.ConnectFailed, null);
        Assert.Equal("g/a g/b g/c g/d", Plan());
        _views["a"] = _views["a"] with { InFlight = 1, IsProbed = true };
        Assert.Equal("g/b g/c g/d", Plan());
    }

    [Fact]
    public void Only_place_is_asked_however_often_it_has_failed()
    {
        Fails("a", 300);
        Assert.Equal("g/a", _planner.Plan(Ask(Snapshots.Key(Snapshots.Group("g", At("a"))))).Names());
    }

    [Fact]
    public void Other_groups_come_before_those_that_have_failed()
    {
        Fails("a", 5);
        Fails("b", 5);
        var key = Snapshots.Key(Snapshots.Group("first", At("a")), Snapshots.Group("second", At("b"), At("c"))) with { Fallback = true };
        Assert.Equal("second/c first/a", _planner.Plan(Ask(key)).Names());
    }

    [Fact]
    public void Credentials_cool_one_by_one()
    {
        var upstream = Upstream("u", 2);
        var planner = New(target => target.CredentialId == upstream.Credentials[0].Id
            ? new HealthView { Target = target, State = HealthState.Out, Cause = HealthCause.Credential, Reason = AttemptOutcome.CredentialRefused }
            : Well(target));
        var key = Snapshots.Key(Snapshots.Group("g", Snapshots.Deployment(TheModel, upstream)));
        for (var n = 0; n < 4; n++) Assert.Equal(["u-2"], planner.Plan(Ask(key)).Candidates.Select(c => c.Credential!.Secret));
    }

    private string Plan() => _planner.Plan(Ask(_key)).Names();

    private void Fails(string upstream, double seconds) => Is(upstream, HealthState.Cooling, AttemptOutcome.UpstreamFailed, seconds);

    private void Limited(string upstream, double seconds) => Is(upstream, HealthState.Cooling, AttemptOutcome.RateLimited, seconds);

    private void Is(string upstream, HealthState state, AttemptOutcome reason, double? seconds) => _views[upstream] = new HealthView
    {
        Target = default, State = state, Reason = reason, Cause = CauseOf(reason), NextProbe = seconds is { } wait ? _time.GetUtcNow().AddSeconds(wait) : null,
    };

    private static HealthCause CauseOf(AttemptOutcome reason) => reason switch
    {
        AttemptOutcome.RateLimited => HealthCause.RateLimit,
        AttemptOutcome.CredentialRefused or AttemptOutcome.CredentialBroke => HealthCause.Credential,
        AttemptOutcome.ConnectFailed => HealthCause.Upstream,
        _ => HealthCause.Target,
    };
}
