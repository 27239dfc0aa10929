namespace Gantry.Bench.BytePaths;

/// <summary>A clock that stands still until it is told to go on: how much a gateway does by the clock beside its requests is the same in every run.</summary>
/// <param name="rings">True to ring timers on the thread that goes on, before <see cref="Advance"/> comes back; else on the pool, as real ones.</param>
internal sealed class HeldTime(bool rings = false) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly HashSet<HeldTimer> _set = new(256);
    private readonly List<HeldTimer> _ringing = new(64);
    private readonly DateTimeOffset _begin = System.GetUtcNow();
    private long _ticks = TimeSpan.TicksPerHour;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    public override DateTimeOffset GetUtcNow() => _begin.AddTicks(GetTimestamp());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new HeldTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Goes on, and rings what is due by then, once. For one thread alone.</summary>
    public void Advance(TimeSpan by)
    {
        long now = Interlocked.Add(ref _ticks, by.Ticks);
        lock (_gate)
        {
            foreach (var timer in _set)
            {
                if (timer.Due <= now) _ringing.Add(timer);
            }

            foreach (var timer in _ringing)
            {
                if (timer.Period > 0) timer.Due = now + timer.Period;
                else _set.Remove(timer);
            }
        }

        // Not within the lock: whoever is rung may set the next.
        foreach (var timer in _ringing)
        {
            if (rings) timer.Execute();
            else ThreadPool.UnsafeQueueUserWorkItem(timer, preferLocal: false);
        }

        _ringing.Clear();
    }

    private bool Set(HeldTimer timer, TimeSpan due, TimeSpan period)
    {
        lock (_gate)
        {
            timer.Period = Math.Max(0, period.Ticks);
            timer.Due = GetTimestamp() + due.Ticks;
            if (due < TimeSpan.Zero) _set.Remove(timer);
            else _set.Add(timer);
            return true;
        }
    }

    private sealed class HeldTimer(HeldTime time, TimerCallback callback, object? state) : ITimer, IThreadPoolWorkItem
    {
        public long Due { get; set; }

        public long Period { get; set; }

        public bool Change(TimeSpan dueTime, TimeSpan period) => time.Set(this, dueTime, period);

        public void Execute() => callback(state);

        public void Dispose() => time.Set(this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
