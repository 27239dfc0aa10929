namespace Gantry.Access.Limits;

/// <summary>The time of windows: ticks since it was made, by a clock that only goes forward.</summary>
internal sealed class RateClock(TimeProvider time)
{
    private readonly long _origin = time.GetTimestamp();

    public TimeProvider Time => time;

    public long Now => time.GetElapsedTime(_origin).Ticks;

    /// <summary>For clients: the moment on their calendar.</summary>
    public DateTimeOffset Moment(long at, long now) => time.GetUtcNow().AddTicks(at - now);
}
