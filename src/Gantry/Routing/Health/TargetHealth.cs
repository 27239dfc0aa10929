using Gantry.Billing;

namespace Gantry.Routing.Health;

/// <summary>What is kept of one target. Not thread safe: <see cref="HostHealth"/> locks.</summary>
internal sealed class TargetHealth(RouteTarget target)
{
    private readonly OutcomeWindow _halfMinute = OutcomeWindow.HalfMinute();
    private readonly OutcomeWindow _fiveMinutes = OutcomeWindow.FiveMinutes();

    public RouteTarget Target => target;

    public Breaker Breaker { get; } = new(longestRun: 0);

    public LimitCooling Limit { get; } = new();

    public int InFlight { get; private set; }

    /// <summary>The last attempt that told anything failed, whatever was to blame.</summary>
    public bool FailedLast { get; private set; }

    /// <summary>When an attempt last began or ended.</summary>
    public TimeSpan LastUsed { get; private set; }

    public void Begin(TimeSpan now)
    {
        InFlight++;
        LastUsed = now;
    }

    public void End(AttemptOutcome outcome, OutcomeEffect effect, TimeSpan now)
    {
        InFlight = Math.Max(0, InFlight - 1);
        LastUsed = now;
        if (effect.Share != Evidence.None)
        {
            FailedLast = effect.Share == Evidence.Bad;
            _halfMinute.Add(now, !FailedLast);
            _fiveMinutes.Add(now, !FailedLast);
        }
        else if (outcome == AttemptOutcome.RequestRefused)
        {
            FailedLast = false;
        }
    }

    /// <summary>Attempts whose holders have vanished are not under way.</summary>
    public void DropLost() => InFlight = 0;

    public HealthReport Report(HealthView view, TimeSpan now) => new(view, _halfMinute.Read(now), _fiveMinutes.Read(now));

    /// <summary>Nothing is under way and nothing that is known differs from a target that nobody has used.</summary>
    public bool IsForgettable(TimeSpan now) =>
        InFlight == 0 && !FailedLast && !Limit.Rests(now) && Breaker.Circuit.IsForgotten(now) && _fiveMinutes.Read(now).Attempts == 0;

    public void Reset(long attempts)
    {
        Breaker.Reset(attempts);
        Limit.Reset();
        FailedLast = false;
    }
}
