using Gantry.Billing;

namespace Gantry.Routing.Health;

/// <summary>Closed: in use. Open: rests until a time, then one attempt at a time is let through to see. Not thread safe: <see cref="HostHealth"/> locks.</summary>
/// <remarks>
/// Attempts are numbered as they begin. An outcome tells only about the state that its attempt began in: what was under way when the circuit opened
/// neither closes it nor opens it again afterwards.
/// </remarks>
internal sealed class Circuit(CoolingPlan plan)
{
    // As long as a stream may take to begin: a holder that has vanished, or an answer that is long in coming, blocks for no longer. The success of
    // one that comes later still counts, its failure does not.
    private static readonly TimeSpan ProbeLease = TimeSpan.FromSeconds(60);

    private int _level;
    private long _changed;
    private TimeSpan _closedAt;
    private long _probe;
    private TimeSpan _probeSince;

    public bool IsOpen { get; private set; }

    /// <summary>End of the rest; says nothing while closed.</summary>
    public TimeSpan Until { get; private set; }

    /// <summary>What opened it last.</summary>
    public AttemptOutcome Reason { get; private set; }

    /// <summary>It still rests.</summary>
    public bool Rests(TimeSpan now) => IsOpen && now < Until;

    /// <summary>It waits for somebody to see.</summary>
    public bool IsHalfOpen(TimeSpan now) => IsOpen && now >= Until;

    /// <summary>Somebody is seeing.</summary>
    public bool IsProbed(TimeSpan now) => _probe != 0 && now - _probeSince < ProbeLease;

    public bool IsProbe(long attempt) => _probe == attempt;

    /// <summary>Whether the attempt began in the present state.</summary>
    public bool IsFresh(long attempt) => attempt > _changed;

    /// <summary>Closed for so long that nothing of its past counts.</summary>
    public bool IsForgotten(TimeSpan now) => !IsOpen && Level(now) == 0;

    public void TakeProbe(long attempt, TimeSpan now)
    {
        _probe = attempt;
        _probeSince = now;
    }

    /// <summary>The probe has told nothing; the next may be sent.</summary>
    public void GiveProbeBack() => _probe = 0;

    /// <summary>Opens; if it is open, for longer than before.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="attempts">How many attempts have begun until now.</param>
    /// <param name="now">The present.</param>
    /// <param name="draw">For the jitter.</param>
    public void Open(AttemptOutcome reason, long attempts, TimeSpan now, double draw)
    {
        _level = IsOpen ? _level + 1 : Level(now);
        IsOpen = true;
        Until = now + plan.At(_level, draw);
        Reason = reason;
        _changed = attempts;
        _probe = 0;
    }

    /// <summary>Rests once more, not longer than before: it was tried, and the trial failed for another reason.</summary>
    public void Postpone(TimeSpan now, double draw)
    {
        Until = now + plan.At(_level, draw);
        _probe = 0;
    }

    /// <summary>Closes. What has been open for long is not believed at once: half of its failures still count.</summary>
    public void Close(long attempts, TimeSpan now)
    {
        IsOpen = false;
        _level /= 2;
        _closedAt = now;
        _changed = attempts;
        _probe = 0;
    }

    /// <summary>Begins anew: what it was kept of has changed.</summary>
    public void Reset(long attempts)
    {
        IsOpen = false;
        _level = 0;
        _changed = attempts;
        _probe = 0;
    }

    private int Level(TimeSpan now) => (int)Math.Max(0, _level - ((now - _closedAt).Ticks / plan.Memory.Ticks));
}
