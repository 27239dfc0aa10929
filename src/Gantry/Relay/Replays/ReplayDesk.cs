namespace Gantry.Relay.Replays;

/// <summary>Gives each key of an account to one request at a time, and its answer to all others. Safe for many threads.</summary>
internal sealed class ReplayDesk(ReplayShelf shelf, ReplayLimits limits, TimeProvider time, ILogger<ReplayDesk> logger) : IDisposable
{
    // Each holds its answer twice over while it seals it.
    private const int Writers = 2;

    private readonly Lock _gate = new();
    private readonly Dictionary<ReplayId, ReplayEntry> _entries = [];
    private readonly Dictionary<RunningReplay, ReplayEntry> _running = [];
    private readonly ReplayIndex _index = new(limits);
    private readonly SemaphoreSlim _writing = new(Writers, Writers);

    /// <summary>The memory in use.</summary>
    public ReplayBudget Memory { get; } = new(limits.MemoryBytes);

    /// <summary>Keys that are taken.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>Finds what former processes have left. Called once, before the first request.</summary>
    public void Load()
    {
        var surplus = new List<ReplayEntry>();
        lock (_gate)
        {
            foreach (var entry in shelf.List())
            {
                if (_entries.TryGetValue(entry.Id, out var older))
                {
                    Forget(older, surplus);
                }

                Shelve(entry, surplus);
            }
        }

        Delete(surplus);
    }

    /// <summary>Takes the key for a request, or finds what has been given for it.</summary>
    public ReplayClaim Claim(Guid account, string key, byte[] print, string requestId)
    {
        var id = ReplayId.Of(account, key);
        var now = time.GetUtcNow();
        var surplus = new List<ReplayEntry>();
        ReplayClaim claim;
        lock (_gate)
        {
            if (_entries.TryGetValue(id, out var entry) && entry.Running is null && now - entry.CreatedAt >= limits.Lifetime)
            {
                Forget(entry, surplus);
                entry = null;
            }

            claim = entry is null ? First(new ReplayEntry(id, account, print, now), requestId)
                : !print.AsSpan().SequenceEqual(entry.Print) ? new ReplayClaim(ReplayClaimKind.OtherRequest)
                : !entry.Kept || entry.Running is { End: ReplayEnd.TooLarge } ? new ReplayClaim(ReplayClaimKind.NotKept)
                : entry.Running is { } running ? new ReplayClaim(ReplayClaimKind.Joins, Reader: running.Read())
                : new ReplayClaim(ReplayClaimKind.Repeats, Entry: entry);
        }

        Delete(surplus);
        return claim;
    }

    /// <summary>The first is done. An answer that is not complete frees the key; a complete one is to be kept.</summary>
    /// <returns>True where <see cref="KeepAsync"/> is to be called.</returns>
    public bool End(RunningReplay running, bool complete, long? costNanos)
    {
        lock (_gate)
        {
            var end = running.Finish(complete, costNanos);
            if (complete && end is ReplayEnd.Complete or ReplayEnd.TooLarge && _running.ContainsKey(running))
            {
                return true;
            }

            Free(running);
        }

        running.Release();
        return false;
    }

    /// <summary>Writes a complete answer to its file; until it lies there, it is given from memory. Never fails: what cannot be kept is known as given.</summary>
    public async Task KeepAsync(RunningReplay running)
    {
        ReplayEntry entry;
        lock (_gate)
        {
            entry = _running[running];
        }

        var kept = running.End == ReplayEnd.Complete;
        var (file, size) = await WriteAsync(entry, running, kept);
        var surplus = new List<ReplayEntry>();
        lock (_gate)
        {
            _running.Remove(running);
            entry.Running = null;
            entry.Kept = kept && file is not null;
            entry.File = file;
            entry.Size = size;
            Shelve(entry, surplus);
        }

        running.Release();
        Delete(surplus);
    }

    /// <returns>The answer, or null where it cannot be had.</returns>
    public Task<ReplayAnswer?> OpenAsync(ReplayEntry entry, CancellationToken cancellation) => shelf.ReadAsync(entry, cancellation);

    /// <summary>Removes what is too old.</summary>
    public void Sweep()
    {
        var surplus = new List<ReplayEntry>();
        lock (_gate)
        {
            Trim(Guid.Empty, surplus);
        }

        Delete(surplus);
    }

    public void Dispose() => _writing.Dispose();

    private ReplayClaim First(ReplayEntry entry, string requestId)
    {
        var running = new RunningReplay(requestId, Memory, limits.AnswerBytes, Refused);
        entry.Running = running;
        _entries[entry.Id] = entry;
        _running[running] = entry;
        return new ReplayClaim(ReplayClaimKind.First, Running: running);
    }

    // Who reads that it was refused may send it again at once: that is a request of its own, though this one has not ended.
    private void Refused(RunningReplay running)
    {
        lock (_gate)
        {
            Free(running);
        }
    }

    private void Free(RunningReplay running)
    {
        if (_running.Remove(running, out var entry))
        {
            _entries.Remove(entry.Id);
        }
    }

    private async Task<(string? File, long Size)> WriteAsync(ReplayEntry entry, RunningReplay running, bool kept)
    {
        await _writing.WaitAsync();
        try
        {
            return await shelf.WriteAsync(entry, kept ? running.ToAnswer() : null, time.GetUtcNow());
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            ReplayLog.NotWritten(logger, running.RequestId, failure);
            return (null, 0);
        }
        finally
        {
            _writing.Release();
        }
    }

    private void Shelve(ReplayEntry entry, List<ReplayEntry> surplus)
    {
        _entries[entry.Id] = entry;
        _index.Add(entry);
        Trim(entry.Account, surplus);
    }

    private void Trim(Guid account, List<ReplayEntry> surplus)
    {
        while (_index.Surplus(account, time.GetUtcNow()) is { } entry)
        {
            Forget(entry, surplus);
        }
    }

    private void Forget(ReplayEntry entry, List<ReplayEntry> surplus)
    {
        _index.Remove(entry);
        _entries.Remove(entry.Id);
        surplus.Add(entry);
    }

    // Outside the lock. No file has the name of another, so a key may be taken anew meanwhile.
    private void Delete(List<ReplayEntry> surplus)
    {
        foreach (var entry in surplus)
        {
            if (entry.File is { } file)
            {
                shelf.Delete(file);
            }
        }
    }
}
