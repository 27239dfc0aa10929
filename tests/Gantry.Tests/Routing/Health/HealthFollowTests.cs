using System.Collections.Frozen;
using Gantry.Billing;
using Gantry.Protocols;
using Gantry.Routing.Health;
using Gantry.Snapshot;
using Xunit;

namespace Gantry.Tests.Routing.Health;

/// <summary>What the configuration has to do with what is remembered.</summary>
public sealed class HealthFollowTests
{
    private static readonly UpstreamCredential Good = new(BoardClock.One, "secret-of-the-first-key");
    private static readonly RouteTarget Target = BoardClock.Target();

    private readonly BoardClock _clock = new();

    [Fact]
    public void Idle_healthy_targets_are_forgotten_and_sick_ones_are_not()
    {
        var sick = BoardClock.Target(model: "n");
        var snapshot = Of(Upstream("up"), "m", "n");
        _clock.Board.Follow(snapshot);
        _clock.Try(Target, AttemptOutcome.Served, 3);
        _clock.Try(sick, AttemptOutcome.UpstreamFailed, 5);
        _clock.Pass(240);
        _clock.Board.Follow(snapshot);
        Assert.Equal(2, _clock.Board.All().Count);
        _clock.Pass(100);
        _clock.Board.Follow(snapshot);
        Assert.Equal(sick, Assert.Single(_clock.Board.All()).View.Target);
        Assert.NotNull(_clock.Board.Overdue(sick));
    }

    [Fact]
    public void Target_with_an_attempt_under_way_is_kept_until_its_holder_must_have_vanished()
    {
        var snapshot = Of(Upstream("up"), "m");
        _clock.Board.Follow(snapshot);
        _clock.Board.Begin(Target);
        _clock.Pass(3600);
        _clock.Board.Follow(snapshot);
        Assert.Equal(1, _clock[Target].InFlight);
        _clock.Pass(3700);
        _clock.Board.Follow(snapshot);
        Assert.Empty(_clock.Board.All());
    }

    [Fact]
    public void What_left_the_configuration_is_forgotten_whatever_its_state()
    {
        _clock.Board.Follow(Of(Upstream("up"), "m", "n"));
        _clock.Try(Target, AttemptOutcome.UpstreamFailed, 5);
        _clock.Try(BoardClock.Target(model: "n"), AttemptOutcome.CredentialRefused);
        var late = _clock.Board.Begin(Target);
        _clock.Board.Follow(Of(Upstream("other"), "m"));
        Assert.Equal(Target, Assert.Single(_clock.Board.All()).View.Target);
        _clock.Board.End(late, AttemptOutcome.Served);
        _clock.Pass(61);
        _clock.Board.Follow(Of(Upstream("other"), "m"));
        Assert.Empty(_clock.Board.All());
        Assert.True(_clock[Target].Admits);
        _clock.Board.End(late, AttemptOutcome.UpstreamFailed);
        _clock.Try(Target, AttemptOutcome.Served);
        Assert.Equal(0, _clock[Target].InFlight);
    }

    [Fact]
    public void Thousands_of_targets_leave_nothing_behind()
    {
        for (var round = 0; round < 50; round++)
        {
            var snapshot = Of(Upstream($"up{round}"), "m");
            _clock.Board.Follow(snapshot);
            for (var model = 0; model < 100; model++)
            {
                _clock.Try(BoardClock.Target($"up{round}", model: $"m{model}"), AttemptOutcome.UpstreamFailed, 5);
            }
        }

        _clock.Pass(61);
        _clock.Board.Follow(Of(Upstream("last"), "m"));
        Assert.Empty(_clock.Board.All());
    }

    [Fact]
    public void Other_secret_of_a_credential_brings_it_back_and_any_other_change_does_not()
    {
        _clock.Board.Follow(Of(Upstream("up"), "m"));
        _clock.Try(Target, AttemptOutcome.CredentialRefused);
        _clock.Board.Follow(Of(Upstream("up"), "m", "n") with { Version = 2 });
        Assert.Equal(HealthState.Out, _clock[Target].State);
        _clock.Board.Follow(Of(Upstream("up") with { Credentials = [Good with { Secret = "another-secret-of-it" }] }, "m") with { Version = 3 });
        Assert.Equal(HealthState.Healthy, _clock[Target].State);
    }

    [Fact]
    public void Other_address_of_an_upstream_makes_everything_new()
    {
        _clock.Board.Follow(Of(Upstream("up"), "m"));
        var running = _clock.Board.Begin(Target);
        _clock.Try(Target, AttemptOutcome.UpstreamFailed, 5);
        _clock.Try(Target, AttemptOutcome.ConnectFailed, 3);
        _clock.Try(Target, AttemptOutcome.CredentialRefused);
        _clock.Board.Follow(Of(Upstream("up") with { BaseUrl = new Uri("http://127.0.0.1:10") }, "m") with { Version = 2 });
        Assert.Equal((HealthState.Healthy, 1, false), (_clock[Target].State, _clock[Target].InFlight, _clock[Target].FailedLast));
        _clock.Board.End(running, AttemptOutcome.CredentialRefused);
        Assert.Equal(HealthState.Healthy, _clock[Target].State);
        _clock.Try(Target, AttemptOutcome.CredentialRefused);
        Assert.Equal(HealthState.Out, _clock[Target].State);
    }

    [Fact]
    public void Without_active_probes_a_request_checks_a_refused_credential()
    {
        var snapshot = Of(Upstream("up"), "m") with { Settings = new GatewaySettings { ActiveProbes = false } };
        _clock.Board.Follow(snapshot);
        _clock.Try(Target, AttemptOutcome.CredentialRefused);
        Assert.Equal(HealthState.Out, _clock[Target].State);
        _clock.PassRest(Target);
        Assert.Equal(HealthState.Probing, _clock[Target].State);
        Assert.True(_clock.Board.TryBegin(Target, out var check));
        Assert.True(check.IsProbe);
        Assert.False(_clock.Board.TryBegin(Target, out _));
        _clock.Board.End(check, AttemptOutcome.CredentialRefused);
        Assert.InRange(_clock.PassRest(Target).TotalMinutes, 10, 10);
    }

    private static Upstream Upstream(string name) => Snapshots.Upstream(name, Protocol.Chat) with { Credentials = [Good] };

    private static GatewaySnapshot Of(Upstream upstream, params string[] models)
    {
        var group = Snapshots.Group("all", [.. models.Select(model => Snapshots.Deployment(Snapshots.Model(model), upstream))]);
        return Snapshots.Of() with { Groups = new Dictionary<string, Group> { ["all"] = group }.ToFrozenDictionary() };
    }
}
