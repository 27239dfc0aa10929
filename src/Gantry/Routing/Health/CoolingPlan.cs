namespace Gantry.Routing.Health;

/// <summary>For how long something rests that fails again and again: the first time doubled for each failure in a row.</summary>
/// <param name="First">After one failure.</param>
/// <param name="Longest">At most, jitter included.</param>
/// <param name="Jitter">Part of the time that it may be shorter or longer, so that gateways do not come back together.</param>
/// <param name="Memory">Working for so long takes one failure back.</param>
internal readonly record struct CoolingPlan(TimeSpan First, TimeSpan Longest, double Jitter, TimeSpan Memory)
{
    // 2^30 times anything is beyond every bound, and doubles do not overflow on the way.
    private const int HighestLevel = 30;

    /// <summary>Of targets and hosts (reliability §4.1).</summary>
    public static readonly CoolingPlan Breaker = new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(300), 0.1, TimeSpan.FromMinutes(1));

    /// <summary>Until a refused credential is checked (reliability §4.1).</summary>
    public static readonly CoolingPlan Credential = new(TimeSpan.FromMinutes(5), TimeSpan.FromHours(1), 0, TimeSpan.FromHours(1));

    /// <summary>Of limits whose end the upstream does not tell (reliability R-8).</summary>
    public static readonly CoolingPlan Limit = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(300), 0.1, TimeSpan.FromMinutes(1));

    /// <param name="level">Failures in a row before this one.</param>
    /// <param name="draw">From 0 to 1: where in the jitter.</param>
    public TimeSpan At(int level, double draw)
    {
        var ticks = Math.Min(First.Ticks * Math.Pow(2, Math.Min(level, HighestLevel)), Longest.Ticks);
        return TimeSpan.FromTicks((long)Math.Min(ticks * (1 + (((draw * 2) - 1) * Jitter)), Longest.Ticks));
    }
}
