namespace Gantry.Billing;

/// <summary>
/// What comes before the first request: brings what former processes left into the store, first what had ended, then what they were
/// killed in, and then does what has to wait for that.
/// </summary>
/// <remarks>One caller at a time, but for <see cref="Completed"/> and <see cref="Overdue"/>.</remarks>
/// <param name="journal">Replayed once.</param>
/// <param name="settler">Makes records of requests without an end.</param>
/// <param name="after">Done when all is in the store; tried again while it throws. Null for nothing.</param>
/// <param name="options">Pauses and bounds.</param>
/// <param name="time">Runs the pauses.</param>
/// <param name="log">Gets what was found.</param>
internal sealed class UsageRecovery(
    UsageJournal journal,
    IOrphanSettler settler,
    Func<CancellationToken, Task>? after,
    UsageWriterOptions options,
    TimeProvider time,
    ILogger<UsageRecovery> log)
{
    readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly UnpricedOrphans _unpriced = new();
    IEnumerator<JournalEntry>? _entries;
    Task _finish = Task.CompletedTask;
    long _begun = long.MaxValue;
    int _count;
    int _orphans;

    /// <summary>True from <see cref="Begin"/> until <see cref="TryNext"/> has come to the end.</summary>
    public bool IsReplaying => _entries is not null;

    /// <summary>Completes when everything is done.</summary>
    public Task Completed => _completed.Task;

    /// <summary>True where it takes so long that requests should not be let in to wait for it.</summary>
    public bool Overdue => !_completed.Task.IsCompletedSuccessfully
        && Volatile.Read(ref _begun) is var begun && begun != long.MaxValue && time.GetElapsedTime(begun) > options.RecoveryPatience;

    public void Begin()
    {
        Volatile.Write(ref _begun, time.GetTimestamp());
        _entries = Entries().GetEnumerator();
    }

    /// <summary>The next record that is to go into the store.</summary>
    public bool TryNext(out JournalEntry entry)
    {
        if (_entries is null || !_entries.MoveNext())
        {
            _entries?.Dispose();
            _entries = null;
            entry = default;
            return false;
        }

        _count++;
        entry = _entries.Current;
        return true;
    }

    /// <summary>Everything that <see cref="TryNext"/> gave is in the store. Returns at once; the last call starts what is to be done after it.</summary>
    public void Settled(CancellationToken stopping)
    {
        if (_entries is not null || _begun == long.MaxValue || _completed.Task.IsCompleted || !_finish.IsCompleted)
        {
            return;
        }

        if (_count > 0)
        {
            log.LogWarning("Settled {Count} requests that a former process left, {Orphans} of them killed under way", _count, _orphans);
        }

        _finish = FinishAsync(stopping);
    }

    /// <summary>The host stops: whoever still waits hears of it.</summary>
    public async Task EndAsync()
    {
        await _finish;
        _completed.TrySetCanceled();
    }

    async Task FinishAsync(CancellationToken stopping)
    {
        var pause = options.FirstRetry;
        while (after is not null)
        {
            try
            {
                await after(stopping);
                break;
            }
            catch (Exception fault)
            {
                if (stopping.IsCancellationRequested)
                {
                    return;
                }

                log.LogWarning("What follows the recovery of the usage journal failed and is tried again: {Fault}", fault.Message);
            }

            await Task.Delay(pause, time, stopping).ContinueWith(
                static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            pause = pause * 2 < options.LongestRetry ? pause * 2 : options.LongestRetry;
        }

        _completed.TrySetResult();
    }

    IEnumerable<JournalEntry> Entries()
    {
        foreach (var entry in journal.Replay())
        {
            yield return entry;
        }

        foreach (var orphan in journal.Orphans)
        {
            _orphans++;
            yield return new JournalEntry(UsageText.Trim(Compose(orphan)), Place: default, orphan.Ticket);
        }
    }

    UsageRecord Compose(JournalOrphan orphan)
    {
        try
        {
            return settler.Compose(orphan.Dispatched, orphan.Last);
        }
        catch (Exception fault)
        {
            // One request that nobody can price must not keep the gateway from starting.
            log.LogError(fault, "Request {RequestId} of a killed process cannot be charged and costs nothing", orphan.Dispatched.RequestId);
            return _unpriced.Compose(orphan.Dispatched, orphan.Last);
        }
    }
}
