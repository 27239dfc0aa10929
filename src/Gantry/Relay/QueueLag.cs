namespace Gantry.Relay;

/// <summary>
/// How late work begins that is ready to run. A processor with too much to do shows there first, long before requests are many; while it does, a share of new
/// requests is turned away that is just large enough for the rest to be served at once.
/// </summary>
internal sealed class QueueLag : IThreadPoolWorkItem, IDisposable
{
    private const int Whole = 1000;
    private const int MostTurnedAway = 950;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly AdmissionLimits _limits;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private long _queuedAt;
    private TimeSpan _late;
    private int _share;
    private long _asked;

    public QueueLag(AdmissionLimits limits, TimeProvider time)
    {
        _limits = limits;
        _time = time;
        _timer = time.CreateTimer(static self => ((QueueLag)self!).Ask(), this, Interval, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How many of a thousand new requests are turned away.</summary>
    public int Share => Volatile.Read(ref _share);

    /// <summary>Whether this request is one of them: every so many, evenly.</summary>
    public bool TurnsAway()
    {
        var share = Share;
        if (share == 0)
        {
            return false;
        }

        var number = Interlocked.Increment(ref _asked);
        return number * share / Whole != (number - 1) * share / Whole;
    }

    /// <summary>Takes one look into account.</summary>
    /// <param name="lag">How long ready work has waited for a thread.</param>
    internal void Note(TimeSpan lag)
    {
        var share = Share;
        if (share > 0)
        {
            // Up quickly and down slowly, towards a queue that is hardly there.
            share = lag > _limits.Lag / 4 ? share + Math.Max(1, (Whole - share) / 20) : share - (Whole / 100);
            Volatile.Write(ref _share, Math.Clamp(share, 0, MostTurnedAway));
            return;
        }

        // A process that was stopped for a minute is late once, not for a minute.
        _late = lag > _limits.Lag ? _late + Interval + (lag < Interval * 4 ? lag : Interval * 4) : TimeSpan.Zero;
        if (_late >= _limits.LagPatience)
        {
            _late = TimeSpan.Zero;
            Volatile.Write(ref _share, Whole / 10);
        }
    }

    public void Dispose() => _timer.Dispose();

    /// <summary>The turn has come.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        Note(_time.GetElapsedTime(_queuedAt));
        _timer.Change(Interval, Timeout.InfiniteTimeSpan);
    }

    // Timers go before all other work: it takes a place at the end of the queue, as a request does.
    private void Ask()
    {
        _queuedAt = _time.GetTimestamp();
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }
}
