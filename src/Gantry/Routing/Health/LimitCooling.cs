namespace Gantry.Routing.Health;

/// <summary>A credential and a model that have had too much for now (reliability R-8). Not thread safe.</summary>
internal sealed class LimitCooling
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(300);

    private int _level;
    private long _changed;

    /// <summary>Until when it is left alone.</summary>
    public TimeSpan Until { get; private set; }

    public bool Rests(TimeSpan now) => now < Until;

    /// <summary>A limit was met.</summary>
    /// <param name="attempt">By which attempt.</param>
    /// <param name="retryAfter">What the upstream asks for. Nothing, zero and less are no answer: 0 would have a busy gateway come back at once.</param>
    /// <param name="attempts">How many attempts have begun until now.</param>
    /// <param name="now">The present.</param>
    /// <param name="jitter">For the time where the upstream names none.</param>
    /// <returns>Whether the rest became longer.</returns>
    public bool Note(long attempt, TimeSpan? retryAfter, long attempts, TimeSpan now, JitterSource jitter)
    {
        TimeSpan rest;
        if (retryAfter is { } asked && asked > TimeSpan.Zero)
        {
            rest = asked < Longest ? asked : Longest;
        }
        else if (attempt > _changed)
        {
            rest = CoolingPlan.Limit.At(_level, jitter.Next());
            _level++;
        }
        else
        {
            // Begun before the rest that it would lengthen.
            return false;
        }

        _changed = attempts;
        var longer = now + rest > Until;
        Until = longer ? now + rest : Until;
        return longer;
    }

    /// <summary>An attempt was served.</summary>
    public void NoteServed(long attempt) => _level = attempt > _changed ? 0 : _level;

    public void Reset()
    {
        Until = default;
        _level = 0;
    }
}
