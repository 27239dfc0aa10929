namespace Gantry.Tests.Billing;

/// <summary>Real time whose one-shot timers of the writer's pauses are kept as asked, but fire at once.</summary>
internal sealed class ImpatientTime : TimeProvider
{
    readonly Lock _gate = new();
    readonly List<TimeSpan> _asked = [];

    public TimeSpan[] Asked
    {
        get
        {
            lock (_gate)
            {
                return [.. _asked];
            }
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime == Timeout.InfiniteTimeSpan)
        {
            return base.CreateTimer(callback, state, dueTime, period);
        }

        lock (_gate)
        {
            _asked.Add(dueTime);
        }

        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
