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
    readonly TaskCompletionSource _looping = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly UsageRecovery _recovery;
    long _taken;
    long _running;
    UsageRecord? _oldest;
    TaskCompletionSource _batchSettled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public UsageWriter(
        UsageJournal journal,
        IUsageStore store,
        DeadLetters letters,
        UsageRecovery recovery,
        UsageWriterOptions options,
        TimeProvider time,
        ILogger<UsageWriter> log)
    {
        _journal = journal;
        _inserter = new UsageInserter(store, journal, letters, log);
        _recovery = recovery;
        _options = options with { BatchRows = Math.Min(options.BatchRows, store.MostRows) };
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

    /// <summary>When the oldest of them ended; null where none waits.</summary>
    public DateTimeOffset? WaitingSince =>
        (Volatile.Read(ref _oldest) ?? (_queue.Reader.TryPeek(out var next) ? next.Record : null)) is { } oldest ? oldest.StartedAt + TimeSpan.FromMicroseconds(oldest.DurationMicros) : null;

    /// <summary>Requests that were dispatched and have not ended. Each of them ends with a record; what is left at the end of the process is swept.</summary>
    public long Running => Interlocked.Read(ref _running);

    /// <summary>
    /// False while new requests should be turned away: the disk takes no records, the store is far behind (80 % of the queue), or what a
    /// former process left is not settled after <see cref="UsageWriterOptions.RecoveryPatience"/>.
    /// </summary>
    public bool Accepting => _journal.Healthy && Backlog <= _options.Capacity * 8L / 10 && !_recovery.Overdue;

    /// <inheritdoc/>
    /// <remarks>Cancelled where the host stops before.</remarks>
    public Task Recovered => _recovery.Completed;

    /// <inheritdoc/>
    /// <remarks>
    /// The token is not looked at: a record is written most of all when its client has gone. Where the journal fails, the record still goes
    /// to the store from memory.
    /// </remarks>
    /// <exception cref="UsageJournalException">The record would not survive a kill of the process: the disk is full or broken.</exception>
    public ValueTask AppendAsync(UsageRecord record, CancellationToken cancellation) => WriteAsync(record, ticket: null);

    /// <inheritdoc/>
    /// <remarks>Waits a little where the store is behind: who comes faster than it takes records is slowed down before anybody is turned away.</remarks>
    /// <exception cref="UsageJournalException">The request must not be sent: the disk is full or broken.</exception>
    public async ValueTask<DispatchTicket> DispatchAsync(UsageRecord asItStands)
    {
        if (IsBehind) await CaughtUpAsync();
        var ticket = await _journal.DispatchAsync(UsageText.Trim(asItStands));
        Interlocked.Increment(ref _running);
        return ticket;
    }

    /// <inheritdoc/>
    /// <remarks>Does not throw: an answer that is under way goes on while the disk does not take how far it has come.</remarks>
    public async ValueTask ProgressAsync(DispatchTicket ticket, UsageProgress progress)
    {
        if (ticket.Ended)
        {
            return;
        }

        try
        {
            await _journal.ProgressAsync(ticket, progress);
        }
        catch (UsageJournalException fault)
        {
            _log.LogDebug("Progress of {RequestId} is not in the journal: {Fault}", progress.RequestId, fault.Message);
        }
    }

    /// <inheritdoc/>
    /// <remarks>A second record for one ticket is ignored: the first one is the end.</remarks>
    /// <exception cref="UsageJournalException">As without a ticket.</exception>
    public async ValueTask AppendAsync(UsageRecord record, DispatchTicket ticket)
    {
        if (!ticket.TryEnd())
        {
            _log.LogWarning("Request {RequestId} was ended twice; the first end counts", record.RequestId);
            return;
        }

        if (ticket.Dispatched.Segment is not null)
        {
            Interlocked.Decrement(ref _running);
        }

        await WriteAsync(record, ticket);
    }

    /// <inheritdoc/>
    /// <remarks>Returns with the loop running: a stop before its first step would keep it from ever running, and from draining.</remarks>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await base.StartAsync(cancellationToken);
        await _looping.Task.WaitAsync(cancellationToken);
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
        _recovery.Begin();
        _looping.TrySetResult();
        var batch = new List<JournalEntry>(_options.BatchRows);
        try
        {
            bool recovering;
            do
            {
                recovering = _recovery.IsReplaying && !stoppingToken.IsCancellationRequested;
                if (recovering)
                {
                    TakeReplayed(batch);
                }
                else if (batch.Count == 0)
                {
                    await WaitForRowsAsync(stoppingToken);
                }

                TakeQueued(batch);
                if (!await SettleAsync(batch, stoppingToken))
                {
                    break;
                }

                _recovery.Settled(stoppingToken);
            }
            while (recovering || !_queue.Reader.Completion.IsCompleted);
        }
        catch (Exception fault) when (_abandon.IsCancellationRequested)
        {
            _log.LogInformation("Stopped in the middle of a batch of {Rows} usage records: {Fault}", batch.Count, fault.Message);
        }
        finally
        {
            await _recovery.EndAsync();
        }
    }

    // Half of the queue: seconds of a store that does not answer pass unnoticed.
    bool IsBehind => Backlog > _options.Capacity / 2;

    async ValueTask CaughtUpAsync()
    {
        using var patience = new CancellationTokenSource(_options.CatchUpPatience, _time);
        while (IsBehind && !patience.IsCancellationRequested)
        {
            var settled = Volatile.Read(ref _batchSettled).Task;
            if (IsBehind) await settled.WaitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    // Half of each batch at most, so that new records move on during a long replay.
    void TakeReplayed(List<JournalEntry> batch)
    {
        while (batch.Count < Math.Max(1, _options.BatchRows / 2) && _recovery.TryNext(out var entry))
        {
            Interlocked.Increment(ref _taken);
            batch.Add(entry);
        }
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
        Volatile.Write(ref _oldest, batch.Count > 0 ? batch[0].Record : null);
        for (var failures = 0; batch.Count > 0 && !await _inserter.TryWholeAsync(batch, failures, _abandon); failures++)
        {
            if (stopping.IsCancellationRequested && failures >= _options.FailuresBeforeSplit)
            {
                return false;
            }

            await PauseAsync(pause, _abandon);
            pause = pause * 2 < _options.LongestRetry ? pause * 2 : _options.LongestRetry;

            // Newer rows show whether the store is down or one row is at fault.
            TakeReplayed(batch);
            TakeQueued(batch);
            if (failures + 1 >= _options.FailuresBeforeSplit)
            {
                await _inserter.HalveAsync(batch, _abandon);
            }
        }

        Volatile.Write(ref _oldest, null);
        Interlocked.Exchange(ref _batchSettled, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        return true;
    }

    Task PauseAsync(TimeSpan length, CancellationToken end) =>
        Task.Delay(length, _time, end).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    async ValueTask WriteAsync(UsageRecord record, DispatchTicket? ticket)
    {
        var trimmed = UsageText.Trim(record);
        JournalEntry entry;
        try
        {
            entry = await _journal.AppendAsync(trimmed, ticket);
        }
        catch (UsageJournalException)
        {
            await EnqueueAsync(new JournalEntry(trimmed, Place: default, ticket));
            throw;
        }

        await EnqueueAsync(entry);
    }

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
