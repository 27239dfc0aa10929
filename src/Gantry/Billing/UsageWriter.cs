using System.Threading.Channels;

namespace Gantry.Billing;

/// <summary>Takes usage records into the journal, and from there into the store in batches. Nothing is dropped on the way.</summary>
internal sealed class UsageWriter : BackgroundService, IUsageSink
{
    readonly UsageJournal _journal;
    readonly UsageInserter _inserter;
    readonly UsageWriterOptions _options;
    readonly TimeProvider _time;
    readonly ILogger<UsageWriter> _log;
    readonly Channel<JournalEntry> _queue;
    readonly CancellationTokenSource _abandonSource = new();
    readonly CancellationToken _abandon;
    readonly TaskCompletionSource _running = new(TaskCreationOptions.RunContinuationsAsynchronously);
    long _taken;

    public UsageWriter(
        UsageJournal journal,
        IUsageStore store,
        DeadLetters letters,
        UsageWriterOptions options,
        TimeProvider time,
        ILogger<UsageWriter> log)
    {
        _journal = journal;
        _inserter = new UsageInserter(store, journal, letters, log);
        _options = options;
        _time = time;
        _log = log;
        _abandon = _abandonSource.Token;
        _queue = Channel.CreateBounded<JournalEntry>(new BoundedChannelOptions(options.Capacity)
        {
            FullMode = BoundedChannelFullMode.Wait,
            SingleReader = true,
        });
    }

    /// <summary>Records that the store does not have yet: queued, in the batch under way, or waiting for room.</summary>
    public long Backlog => Interlocked.Read(ref _taken) - _inserter.Settled;

    /// <summary>False while new requests should be turned away: the disk takes no records, or the store is far behind (80 % of the queue).</summary>
    public bool Accepting => _journal.Healthy && Backlog <= _options.Capacity * 8L / 10;

    /// <inheritdoc/>
    /// <remarks>
    /// The token is not looked at: a record is written most of all when its client has gone. Where the journal fails, the record still goes
    /// to the store from memory.
    /// </remarks>
    /// <exception cref="UsageJournalException">The record would not survive a kill of the process: the disk is full or broken.</exception>
    public async ValueTask AppendAsync(UsageRecord record, CancellationToken cancellation)
    {
        var trimmed = UsageText.Trim(record);
        JournalEntry entry;
        try
        {
            entry = await _journal.AppendAsync(trimmed);
        }
        catch (UsageJournalException)
        {
            await EnqueueAsync(new JournalEntry(trimmed, Segment: null, Start: 0, End: 0));
            throw;
        }

        await EnqueueAsync(entry);
    }

    public Task Recovered => Task.CompletedTask;

    public ValueTask<DispatchTicket> DispatchAsync(UsageRecord asItStands) => new(new DispatchTicket());

    public ValueTask ProgressAsync(DispatchTicket ticket, UsageProgress progress) => default;

    public ValueTask AppendAsync(UsageRecord record, DispatchTicket ticket) => AppendAsync(record, CancellationToken.None);

    /// <inheritdoc/>
    /// <remarks>Returns with the loop running: a stop before its first step would keep it from ever running, and from draining.</remarks>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await base.StartAsync(cancellationToken);
        await _running.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Brings what is queued into the store within the time that the host gives. The rest is replayed at the next start.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
        if (cancellationToken.IsCancellationRequested)
        {
            await _abandonSource.CancelAsync();
        }

        if (Backlog > 0)
        {
            _log.LogWarning("{Rows} usage records did not reach the store in time; the journal replays them at the next start", Backlog);
        }
    }

    public override void Dispose()
    {
        _abandonSource.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _running.TrySetResult();
        using var replay = _journal.Replay().GetEnumerator();
        var replaying = true;
        var batch = new List<JournalEntry>(_options.BatchRows);
        try
        {
            do
            {
                replaying = replaying && !stoppingToken.IsCancellationRequested && Replay(replay, batch);
                if (!replaying && batch.Count == 0)
                {
                    await WaitForRowsAsync(stoppingToken);
                }

                TakeQueued(batch);
            }
            while (await SettleAsync(batch, stoppingToken) && (replaying || !_queue.Reader.Completion.IsCompleted));
        }
        catch (Exception fault) when (_abandon.IsCancellationRequested)
        {
            _log.LogInformation("Stopped in the middle of a batch of {Rows} usage records: {Fault}", batch.Count, fault.Message);
        }
    }

    // Half of each batch at most, so that new records move on during a long replay.
    bool Replay(IEnumerator<JournalEntry> replay, List<JournalEntry> batch)
    {
        while (batch.Count < Math.Max(1, _options.BatchRows / 2))
        {
            if (!replay.MoveNext())
            {
                return false;
            }

            Interlocked.Increment(ref _taken);
            batch.Add(replay.Current);
        }

        return true;
    }

    async Task WaitForRowsAsync(CancellationToken stopping)
    {
        if (!await _queue.Reader.WaitToReadAsync(CancellationToken.None) || _queue.Reader.Count >= _options.BatchRows)
        {
            return;
        }

        await PauseAsync(_options.BatchWait, stopping);
    }

    void TakeQueued(List<JournalEntry> batch)
    {
        while (batch.Count < _options.BatchRows && _queue.Reader.TryRead(out var entry))
        {
            batch.Add(entry);
        }
    }

    // True with an empty batch. False where the host stops and the store fails: the journal keeps the rest.
    async Task<bool> SettleAsync(List<JournalEntry> batch, CancellationToken stopping)
    {
        var pause = _options.FirstRetry;
        for (var failures = 0; batch.Count > 0 && !await _inserter.TryWholeAsync(batch, failures, _abandon); failures++)
        {
            if (stopping.IsCancellationRequested && failures >= _options.FailuresBeforeSplit)
            {
                return false;
            }

            await PauseAsync(pause, _abandon);
            pause = pause * 2 < _options.LongestRetry ? pause * 2 : _options.LongestRetry;

            // Newer rows show whether the store is down or one row is at fault.
            TakeQueued(batch);
            if (failures + 1 >= _options.FailuresBeforeSplit)
            {
                await _inserter.HalveAsync(batch, _abandon);
            }
        }

        return true;
    }

    Task PauseAsync(TimeSpan length, CancellationToken end) =>
        Task.Delay(length, _time, end).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    async ValueTask EnqueueAsync(JournalEntry entry)
    {
        Interlocked.Increment(ref _taken);
        try
        {
            await _queue.Writer.WriteAsync(entry, CancellationToken.None);
        }
        catch (ChannelClosedException) when (entry.Segment is not null)
        {
            _log.LogDebug("Usage record {RequestId} came after the stop; the journal replays it at the next start", entry.Record.RequestId);
        }
        catch (ChannelClosedException)
        {
            _log.LogCritical("Usage record {RequestId} came after the stop and the journal cannot be written", entry.Record.RequestId);
        }
    }
}
