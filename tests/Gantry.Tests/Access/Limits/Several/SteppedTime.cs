namespace Gantry.Tests.Access.Limits.Several;

/// <summary>A clock that a test moves, with timers that fire as it passes them.</summary>
internal sealed class SteppedTime : FakeTime
{
    private readonly Lock _gate = new();
    private readonly List<Alarm> _alarms = [];

    /// <summary>Whether somebody waits for so long.</summary>
    public bool Has(TimeSpan wait)
    {
        lock (_gate) return _alarms.Exists(alarm => alarm.Wait == wait);
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, callback, state);
        alarm.Change(dueTime, period);
        return alarm;
    }

    /// <summary>Goes on, from one timer to the next.</summary>
    public void Step(TimeSpan by)
    {
        var end = GetTimestamp() + by.Ticks;
        while (true)
        {
            Alarm? next;
            lock (_gate)
            {
                next = _alarms.Where(alarm => alarm.At <= end).MinBy(alarm => alarm.At);
                if (next is not null) _alarms.Remove(next);
            }

            if (next is null) break;
            Advance(TimeSpan.FromTicks(Math.Max(0, next.At - GetTimestamp())));
            next.Fire();
        }

        Advance(TimeSpan.FromTicks(Math.Max(0, end - GetTimestamp())));
    }

    private sealed class Alarm(SteppedTime time, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        public TimeSpan Wait { get; private set; }

        public long At { get; private set; }

        public void Fire()
        {
            if (_period > TimeSpan.Zero) Change(_period, _period);
            callback(state);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                time._alarms.Remove(this);
                (Wait, _period, At) = (dueTime, period, time.GetTimestamp() + Math.Max(0, dueTime.Ticks));
                if (dueTime != Timeout.InfiniteTimeSpan) time._alarms.Add(this);
            }

            return true;
        }

        public void Dispose()
        {
            lock (time._gate) time._alarms.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
