using Gantry.Billing;
using Gantry.Routing.Health;
using Xunit;

namespace Gantry.Tests.Routing.Health;

public sealed class HealthBoardTests
{
    private static readonly RouteTarget Target = BoardClock.Target();

    private readonly BoardClock _clock = new();

    [Fact]
    public void Unknown_target_is_healthy()
    {
        var view = _clock[Target];
        Assert.Equal((HealthState.Healthy, HealthCause.None, true, false), (view.State, view.Cause, view.Admits, view.FailedLast));
        Assert.Empty(_clock.Board.All());
    }

    [Fact]
    public void Four_failures_of_four_are_too_few_to_open()
    {
        _clock.Try(Target, AttemptOutcome.UpstreamFailed, 4);
        Assert.True(_clock[Target].Admits);
        _clock.Try(Target, AttemptOutcome.UpstreamFailed);
        var view = _clock[Target];
        Assert.Equal((HealthState.Cooling, HealthCause.Target, AttemptOutcome.UpstreamFailed), (view.State, view.Cause, view.Reason));
        Assert.InRange((view.NextProbe!.Value - _clock.Time.GetUtcNow()).TotalSeconds, 4.5, 5.5);
    }

    [Fact]
    public void Less_than_half_keeps_it_closed()
    {
        for (var round = 0; round < 20; round++)
        {
            _clock.Try(Target, AttemptOutcome.Served, 3);
            _clock.Try(Target, AttemptOutcome.UpstreamFailed, 2);
            _clock.Pass(0.5);
        }

        Assert.True(_clock[Target].Admits);
        Assert.Empty(_clock.Changes);
    }

    [Fact]
    public void Failures_of_another_half_minute_do_not_count()
    {
        _clock.Try(Target, AttemptOutcome.UpstreamFailed, 4);
        _clock.Pass(31);
        _clock.Try(Target, AttemptOutcome.UpstreamFailed, 4);
        Assert.True(_clock[Target].Admits);
    }

    [Fact]
    public void Cancels_and_refused_requests_never_count_against_a_target()
    {
        _clock.Try(Target, AttemptOutcome.ClientLeft, 61);
        _clock.Try(Target, AttemptOutcome.Served, 8);
        _clock.Try(Target, AttemptOutcome.RequestRefused, 30);
        _clock.Try(Target, AttemptOutcome.Stopped, 30);
        var report = _clock.Board.Report(Target);
        Assert.Equal(HealthState.Healthy, report.View.State);
        Assert.Equal((1.0, 8), (report.HalfMinute.Value, report.HalfMinute.Attempts));
        Assert.Equal((1.0, 8), (report.FiveMinutes.Value, report.FiveMinutes.Attempts));
    }

    [Fact]
    public void Share_of_half_a_minute_forgets_before_that_of_five()
    {
        _clock.Try(Target, AttemptOutcome.UpstreamFailed, 1);
        _clock.Pass(40);
        _clock.Try(Target, AttemptOutcome.Served, 3);
        Assert.Equal((1.0, 0.75), (_clock.Board.Report(Target).HalfMinute.Value, _clock.Board.Report(Target).FiveMinutes.Value));
        _clock.Pass(400);
        Assert.Null(_clock.Board.Report(Target).FiveMinutes.Value);
    }

    [Theory]
    [InlineData(AttemptOutcome.ConnectFailed)]
    [InlineData(AttemptOutcome.DnsFailed)]
    [InlineData(AttemptOutcome.TlsFailed)]
    [InlineData(AttemptOutcome.ProxyFailed)]
    [InlineData(AttemptOutcome.AddressRefused)]
    public void R_1_Three_failures_to_connect_cool_all_targets_of_the_upstream(AttemptOutcome outcome)
    {
        RouteTarget[] others = [BoardClock.Target(model: "n"), BoardClock.Target(credential: BoardClock.Two)];
        var elsewhere = BoardClock.Target("other");
        _clock.Try(others[0], AttemptOutcome.Served);
        _clock.Try(Target, outcome, 2);
        Assert.True(_clock[Target].Admits);
        _clock.Try(Target, outcome);
        Assert.All([Target, .. others], target => Assert.Equal((HealthState.Cooling, HealthCause.Upstream, outcome), (_clock[target].State, _clock[target].Cause, _clock[target].Reason)));
        Assert.True(_clock[elsewhere].Admits);
    }

    [Fact]
    public void Answer_of_any_kind_ends_a_run_of_failures_to_connect()
    {
        for (var round = 0; round < 4; round++)
        {
            _clock.Try(Target, AttemptOutcome.ConnectFailed, 2);
            _clock.Try(Target, AttemptOutcome.RateLimited, 1, TimeSpan.FromMilliseconds(1));
            _clock.Try(Target, AttemptOutcome.Served, 4);
        }

        Assert.NotEqual(HealthCause.Upstream, _clock[Target].Cause);
    }

    [Fact]
    public void R_23_One_probe_at_a_time_and_its_success_lets_all_in()
    {
        _clock.Try(Target, AttemptOutcome.UpstreamFailed, 5);
        Assert.False(_clock.Board.TryBegin(Target, out _));
        Assert.InRange(_clock.PassRest(Target).TotalSeconds, 4.5, 5.5);
        Assert.Equal(HealthState.Probing, _clock[Target].State);
        Assert.True(_clock.Board.TryBegin(Target, out var probe));
        Assert.True(probe.IsProbe);
        Assert.False(_clock[Target].Admits);
        Assert.False(_clock.Board.TryBegin(Target, out _));
        _clock.Board.End(probe, AttemptOutcome.Served);
        Assert.Equal(HealthState.Healthy, _clock[Target].State);
        Assert.All(Enumerable.Range(0, 100), _ => Assert.True(_clock.Board.TryBegin(Target, out var ticket) && !ticket.IsProbe));
    }

    [Fact]
    public void R_23_Rests_double_to_five_minutes_and_shrink_again()
    {
        _clock.Try(Target, AttemptOutcome.UpstreamFailed, 5);
        var rests = new List<double>();
        for (var probe = 0; probe < 9; probe++)
        {
            rests.Add(_clock.PassRest(Target).TotalSeconds);
            _clock.Try(Target, AttemptOutcome.UpstreamFailed);
        }

        Assert.All(rests.Select((rest, n) => (rest, plan: Math.Min(5 * Math.Pow(2, n), 300))), pair => Assert.InRange(pair.rest, pair.plan * 0.9, Math.Min(pair.plan * 1.1, 300)));
        Assert.NotEqual(rests[7], rests[8]);
        _clock.PassRest(Target);
        _clock.Try(Target, AttemptOutcome.Served);
        _clock.Pass(600);
        _clock.Try(Target, AttemptOutcome.UpstreamFailed, 5);
        Assert.InRange(_clock.PassRest(Target).TotalSeconds, 4.5, 5.5);
    }

    [Fact]
    public void What_was_under_way_when_it_opened_neither_closes_nor_opens_it()
    {
        var old = Enumerable.Range(0, 40).Select(_ => _clock.Board.Begin(Target)).ToList();
        _clock.Try(Target, AttemptOutcome.UpstreamFailed, 5);
        _clock.Board.End(old[0], AttemptOutcome.Served);
        Assert.Equal(HealthState.Cooling, _clock[Target].State);
        _clock.PassRest(Target);
        _clock.Board.End(old[1], AttemptOutcome.UpstreamFailed);
        Assert.Equal(HealthState.Probing, _clock[Target].State);
        _clock.Try(Target, AttemptOutcome.Served);
        foreach (var ticket in old[2..])
        {
            _clock.Board.End(ticket, AttemptOutcome.FirstByteTimeout);
        }

        Assert.Equal((HealthState.Healthy, 0), (_clock[Target].State, _clock[Target].InFlight));
    }

    [Fact]
    public void Client_that_leaves_a_probe_frees_it_for_the_next()
    {
        _clock.Try(Target, AttemptOutcome.UpstreamFailed, 5);
        _clock.PassRest(Target);
        Assert.True(_clock.Board.TryBegin(Target, out var probe));
        _clock.Board.End(probe, AttemptOutcome.ClientLeft);
        Assert.True(_clock.Board.TryBegin(Target, out var next));
        Assert.True(next.IsProbe);
    }

    [Fact]
    public void Probe_that_nobody_ends_blocks_for_a_minute_and_decides_nothing_afterwards()
    {
        _clock.Try(Target, AttemptOutcome.UpstreamFailed, 5);
        _clock.PassRest(Target);
        Assert.True(_clock.Board.TryBegin(Target, out var lost));
        _clock.Pass(59);
        Assert.False(_clock.Board.TryBegin(Target, out _));
        _clock.Pass(2);
        Assert.True(_clock.Board.TryBegin(Target, out var next));
        _clock.Board.End(lost, AttemptOutcome.UpstreamFailed);
        Assert.Equal((HealthState.Probing, true), (_clock[Target].State, _clock[Target].IsProbed));
        _clock.Board.End(next, AttemptOutcome.Served);
        Assert.Equal(HealthState.Healthy, _clock[Target].State);
    }

    [Fact]
    public void Content_of_a_probe_lets_others_in_before_its_end()
    {
        _clock.Try(Target, AttemptOutcome.UpstreamFailed, 5);
        _clock.PassRest(Target);
        Assert.True(_clock.Board.TryBegin(Target, out var probe));
        _clock.Board.NoteContent(probe);
        Assert.Equal((HealthState.Healthy, 1), (_clock[Target].State, _clock[Target].InFlight));
        _clock.Board.End(probe, AttemptOutcome.TornAfterContent);
        Assert.Equal((HealthState.Healthy, 0), (_clock[Target].State, _clock[Target].InFlight));
    }

    [Fact]
    public void Long_answers_under_way_do_not_keep_a_probe_out()
    {
        _clock.Board.Begin(Target);
        _clock.Try(Target, AttemptOutcome.UpstreamFailed, 5);
        _clock.PassRest(Target);
        Assert.Equal((1, true), (_clock[Target].InFlight, _clock[Target].Admits));
    }

    [Theory]
    [InlineData(3.0, 3.0, 3.0)]
    [InlineData(30.0, 30.0, 30.0)]
    [InlineData(3600.0, 300.0, 300.0)]
    [InlineData(0.0, 0.9, 1.1)]
    [InlineData(-5.0, 0.9, 1.1)]
    [InlineData(null, 0.9, 1.1)]
    public void R_8_Limit_cools_this_credential_and_model_for_as_long_as_makes_sense(double? asked, double least, double most)
    {
        _clock.Try(Target, AttemptOutcome.RateLimited, 1, asked is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
        Assert.Equal((HealthState.Cooling, HealthCause.RateLimit), (_clock[Target].State, _clock[Target].Cause));
        Assert.True(_clock[BoardClock.Target(model: "n")].Admits);
        Assert.True(_clock[BoardClock.Target(credential: BoardClock.Two)].Admits);
        Assert.InRange(_clock.PassRest(Target).TotalSeconds, least, most);
        Assert.Equal(HealthState.Healthy, _clock[Target].State);
    }

    [Fact]
    public void R_8_Limits_without_a_time_rest_longer_until_something_is_served()
    {
        foreach (var plan in (int[])[1, 2, 4, 8, 16])
        {
            _clock.Try(Target, AttemptOutcome.RateLimited);
            Assert.InRange(_clock.PassRest(Target).TotalSeconds, plan * 0.9, plan * 1.1);
        }

        _clock.Try(Target, AttemptOutcome.Served);
        _clock.Try(Target, AttemptOutcome.RateLimited);
        Assert.InRange(_clock.PassRest(Target).TotalSeconds, 0.9, 1.1);
    }

    [Fact]
    public void Limits_are_no_failures_of_the_breaker()
    {
        for (var limit = 0; limit < 50; limit++)
        {
            _clock.Try(Target, AttemptOutcome.RateLimited, 1, TimeSpan.FromMilliseconds(1));
        }

        _clock.Pass(1);
        Assert.Equal(HealthState.Healthy, _clock[Target].State);
        Assert.Equal(0.0, _clock.Board.Report(Target).HalfMinute.Value);
    }

    [Theory]
    [InlineData(AttemptOutcome.CredentialRefused)]
    [InlineData(AttemptOutcome.CredentialBroke)]
    [InlineData(AttemptOutcome.Unsigned)]
    public void R_22_Refused_credential_is_out_for_all_models_after_one_call_and_others_are_not(AttemptOutcome outcome)
    {
        _clock.Try(Target, outcome);
        Assert.All([Target, BoardClock.Target(model: "n")], target => Assert.Equal((HealthState.Out, HealthCause.Credential, outcome, false), (_clock[target].State, _clock[target].Cause, _clock[target].Reason, _clock[target].Admits)));
        Assert.True(_clock[BoardClock.Target(credential: BoardClock.Two)].Admits);
        Assert.True(_clock[BoardClock.Target("other")].Admits);
        _clock.Pass(24 * 3600);
        Assert.Equal(HealthState.Out, _clock[Target].State);
        Assert.False(_clock.Board.TryBegin(Target, out _));
    }

    [Fact]
    public void Refused_credential_is_checked_after_five_minutes_then_ever_later_and_comes_back()
    {
        _clock.Try(Target, AttemptOutcome.CredentialRefused);
        foreach (var minutes in (int[])[5, 10, 20, 40, 60, 60])
        {
            Assert.Null(_clock.Board.Overdue(Target));
            Assert.False(_clock.Board.TryBeginCheck(Target, out _));
            Assert.Equal(TimeSpan.FromMinutes(minutes), _clock.PassRest(Target));
            Assert.NotNull(_clock.Board.Overdue(Target));
            Assert.True(_clock.Board.TryBeginCheck(Target, out var check));
            Assert.Null(_clock.Board.Overdue(Target));
            Assert.False(_clock.Board.TryBeginCheck(BoardClock.Target(model: "n"), out _));
            _clock.Board.End(check, AttemptOutcome.CredentialRefused);
        }

        _clock.PassRest(Target);
        Assert.True(_clock.Board.TryBeginCheck(Target, out var last));
        _clock.Board.End(last, AttemptOutcome.Served);
        Assert.Equal(HealthState.Healthy, _clock[BoardClock.Target(model: "n")].State);
    }

    [Fact]
    public void Check_that_did_not_come_so_far_as_the_credential_is_made_again()
    {
        _clock.Try(Target, AttemptOutcome.CredentialRefused);
        _clock.PassRest(Target);
        Assert.True(_clock.Board.TryBeginCheck(Target, out var check));
        _clock.Board.End(check, AttemptOutcome.Overloaded);
        Assert.Equal(HealthState.Out, _clock[Target].State);
        Assert.InRange(_clock.PassRest(Target).TotalSeconds, 300, 300);
    }

    [Fact]
    public void Target_counts_as_fresh_until_it_failed_and_again_after_it_worked()
    {
        Assert.False(_clock[Target].FailedLast);
        _clock.Try(Target, AttemptOutcome.UpstreamFailed);
        _clock.Pass(3600);
        Assert.True(_clock[Target].FailedLast);
        _clock.Try(Target, AttemptOutcome.ClientLeft);
        Assert.True(_clock[Target].FailedLast);
        _clock.Try(Target, AttemptOutcome.Served);
        Assert.False(_clock[Target].FailedLast);
        _clock.Try(BoardClock.Target(model: "n"), AttemptOutcome.ConnectFailed);
        Assert.True(_clock[Target].FailedLast);
    }

    [Fact]
    public void Every_outcome_has_a_line_in_the_table()
    {
        foreach (var outcome in Enum.GetValues<AttemptOutcome>())
        {
            var effect = OutcomeEffect.Of(outcome);
            var isBlameless = outcome is AttemptOutcome.Served or AttemptOutcome.RequestRefused or AttemptOutcome.ClientLeft or AttemptOutcome.Stopped;
            Assert.Equal(isBlameless ? 0 : 1, effect.Share == Evidence.Bad ? 1 : 0);
            var blamed = ((Evidence[])[effect.Host, effect.Target, effect.Credential]).Count(evidence => evidence == Evidence.Bad);
            Assert.Equal(isBlameless || outcome == AttemptOutcome.RateLimited ? 0 : 1, blamed);
        }
    }

    [Fact]
    public void Many_threads_lose_no_attempt()
    {
        Parallel.For(0, 8, worker =>
        {
            for (var attempt = 0; attempt < 5_000; attempt++)
            {
                var ticket = _clock.Board.Begin(BoardClock.Target(model: $"m{attempt % 3}"));
                _ = _clock[ticket.Target];
                _clock.Board.End(ticket, (attempt + worker) % 7 == 0 ? AttemptOutcome.ClientLeft : AttemptOutcome.Served);
            }
        });
        Assert.All(_clock.Board.All(), report => Assert.Equal(0, report.View.InFlight));
        Assert.InRange(_clock.Board.All().Sum(report => report.HalfMinute.Succeeded), 34_000, 34_400);
    }

    [Fact]
    public void Ordinary_attempts_allocate_nothing()
    {
        _clock.Try(Target, AttemptOutcome.Served, 100);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var attempt = 0; attempt < 1_000; attempt++)
        {
            _ = _clock[Target];
            _clock.Board.TryBegin(Target, out var ticket);
            _clock.Board.End(ticket, AttemptOutcome.Served);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
