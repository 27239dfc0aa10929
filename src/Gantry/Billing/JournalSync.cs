namespace Gantry.Billing;

/// <summary>
/// Brings what was written onto the disk, 20 ms after it at the latest, and forgets then what newer entries stand for: never before, or a
/// loss of power could cost both.
/// </summary>
internal sealed class JournalSync : IDisposable
{
    readonly Func<JournalSegment, bool> _flush;
    readonly Action<List<JournalPlace>> _forget;
    readonly DiskThread _thread = new("Journal sync");
    readonly ITimer _timer;
    readonly Lock _gate = new();
    readonly List<JournalSegment> _unsynced = [];
    List<JournalPlace> _superseded = [];
    List<JournalPlace> _forgetting = [];
    int _set;
    bool _disposed;

    /// <param name="time">Runs the syncs.</param>
    /// <param name="flush">Syncs one segment; false where the disk has failed.</param>
    /// <param name="forget">Acknowledges superseded entries.</param>
    public JournalSync(TimeProvider time, Func<JournalSegment, bool> flush, Action<List<JournalPlace>> forget)
    {
        _flush = flush;
        _forget = forget;
        _timer = time.CreateTimer(static state => ((JournalSync)state!).Begin(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Bytes were written to the segment.</summary>
    public void Mark(JournalSegment segment)
    {
        lock (_gate)
        {
            if (!_unsynced.Contains(segment))
            {
                _unsynced.Add(segment);
            }
        }

        SetTimer();
    }

    /// <summary>An entry is needed no more once what was marked until now is on the disk.</summary>
    public void Supersede(JournalPlace place)
    {
        lock (_gate)
        {
            _superseded.Add(place);
        }

        SetTimer();
    }

    /// <summary>The segment is deleted.</summary>
    public void Remove(JournalSegment segment)
    {
        lock (_gate)
        {
            _unsynced.Remove(segment);
        }
    }

    /// <summary>Syncs at once and never again. Closes the files.</summary>
    /// <returns>What is superseded; empty where the disk has failed.</returns>
    public List<JournalPlace> End()
    {
        _timer.Dispose();
        lock (_gate)
        {
            _disposed = true;
            var synced = _unsynced.TrueForAll(segment => _flush(segment));
            _unsynced.ForEach(segment => segment.CloseFile());
            _unsynced.Clear();
            return synced ? _superseded : [];
        }
    }

    public void Dispose()
    {
        _timer.Dispose();
        lock (_gate)
        {
            _disposed = true;
            _thread.Dispose();
        }
    }

    void SetTimer()
    {
        if (Interlocked.Exchange(ref _set, 1) == 0)
        {
            _timer.Change(UsageJournal.SyncEvery, Timeout.InfiniteTimeSpan);
        }
    }

    void Begin()
    {
        lock (_gate)
        {
            if (!_disposed)
            {
                // Faults of the disk are told by the flush. Anything else would go unseen here, and leave the journal without syncs.
                _ = _thread.RunAsync(Run).ContinueWith(
                    static failed => Environment.FailFast("The usage journal cannot be synced.", failed.Exception),
                    CancellationToken.None,
                    TaskContinuationOptions.OnlyOnFaulted,
                    TaskScheduler.Default);
            }
        }
    }

    void Run()
    {
        JournalSegment[] segments;
        lock (_gate)
        {
            segments = [.. _unsynced];
            _unsynced.Clear();
            (_superseded, _forgetting) = (_forgetting, _superseded);
        }

        var synced = true;
        foreach (var segment in segments)
        {
            synced &= _flush(segment);
        }

        // Where the disk has failed they stay, and their segment with them: the next start forgets them.
        if (synced && _forgetting.Count > 0)
        {
            _forget(_forgetting);
        }

        _forgetting.Clear();
        lock (_gate)
        {
            foreach (var segment in segments.Where(segment => segment.Sealed && !_unsynced.Contains(segment)))
            {
                segment.CloseFile();
            }

            var more = !_disposed && (_unsynced.Count > 0 || _superseded.Count > 0);
            Volatile.Write(ref _set, more ? 1 : 0);
            if (more)
            {
                _timer.Change(UsageJournal.SyncEvery, Timeout.InfiniteTimeSpan);
            }
        }
    }
}
