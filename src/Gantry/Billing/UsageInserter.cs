using System.Data.Common;

namespace Gantry.Billing;

/// <summary>Brings batches into the store, finds the rows that the store refuses, and acknowledges both in the journal.</summary>
/// <remarks>
/// A store that is down refuses every row, a poison row is refused while others are taken. So a row counts as poison only when the store
/// takes another, new row after it has refused this one alone, and then refuses this one again. Without that proof the row stays in the batch.
/// A connection that breaks, a lock, a time-out or a full disk proves nothing, however often it comes: that is the store's own state.
/// </remarks>
internal sealed class UsageInserter(IUsageStore store, UsageJournal journal, DeadLetters letters, ILogger log)
{
    // Halving 2,000 rows down to one takes 11 splits. As many failures on end and one more: the store is down.
    const int FailuresOnEnd = 12;

    readonly List<(JournalEntry Entry, Exception Reason)> _refused = [];
    int _failuresOnEnd;

    /// <summary>Entries that left the journal for the store or for the dead letters, since the start.</summary>
    public long Settled { get; private set; }

    /// <summary>Inserts the batch as one.</summary>
    /// <returns>True with the batch empty; false with the batch as it was.</returns>
    public async Task<bool> TryWholeAsync(List<JournalEntry> batch, int failures, CancellationToken abandon)
    {
        if (await TryAsync(batch, 0, batch.Count, abandon) is { } fault)
        {
            log.LogWarning(
                "Usage store refused {Rows} rows ({Failures} times now); they are kept and tried again: {Fault}",
                batch.Count,
                failures + 1,
                fault.Message);
            return false;
        }

        batch.Clear();
        return true;
    }

    /// <summary>Inserts the batch in halves, so that only what the store refuses is left in it, and writes proven poison to the dead letters.</summary>
    public async Task HalveAsync(List<JournalEntry> batch, CancellationToken abandon)
    {
        _refused.Clear();
        _failuresOnEnd = 0;
        var left = new List<JournalEntry>();
        await HalveAsync(batch, 0, batch.Count, left, abandon);
        batch.Clear();
        batch.AddRange(left);
    }

    async Task HalveAsync(List<JournalEntry> batch, int from, int to, List<JournalEntry> left, CancellationToken abandon)
    {
        if (_failuresOnEnd > FailuresOnEnd)
        {
            left.AddRange(batch[from..to]);
            return;
        }

        if (await TryAsync(batch, from, to, abandon) is not { } fault)
        {
            _failuresOnEnd = 0;
            await BuryAsync(left, abandon);
            return;
        }

        _failuresOnEnd++;
        if (to - from == 1)
        {
            left.Add(batch[from]);
            if (!IsOfStore(fault)) _refused.Add((batch[from], fault));
            return;
        }

        var middle = from + ((to - from) / 2);
        await HalveAsync(batch, from, middle, left, abandon);
        await HalveAsync(batch, middle, to, left, abandon);
    }

    // The store has just taken a new row: what it refuses alone even now is at fault itself. What it takes now it had refused for reasons of its own.
    async Task BuryAsync(List<JournalEntry> left, CancellationToken abandon)
    {
        foreach (var (entry, _) in _refused)
        {
            if (await TryAsync([entry], 0, 1, abandon) is not { } reason)
            {
                left.Remove(entry);
                continue;
            }

            if (IsOfStore(reason)) continue;
            try
            {
                letters.Add(entry.Record, reason);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                log.LogError("Usage record {RequestId} cannot be written to {Path} and is kept: {Fault}", entry.Record.RequestId, letters.Path, fault.Message);
                continue;
            }

            log.LogWarning(
                "Usage record {RequestId} is refused by the store while others are taken; it is now in {Path}: {Fault}",
                entry.Record.RequestId,
                letters.Path,
                reason.Message);
            left.Remove(entry);
            Settle([entry]);
        }

        _refused.Clear();
    }

    static bool IsOfStore(Exception fault) =>
        fault is IOException or TimeoutException or DbException { IsTransient: true } || (fault.InnerException is { } inner && IsOfStore(inner));

    async Task<Exception?> TryAsync(List<JournalEntry> batch, int from, int to, CancellationToken abandon)
    {
        var part = batch.GetRange(from, to - from);
        try
        {
            await store.InsertAsync(part.ConvertAll(entry => entry.Record), abandon);
        }
        catch (Exception fault) when (!abandon.IsCancellationRequested)
        {
            return fault;
        }

        Settle(part);
        return null;
    }

    void Settle(List<JournalEntry> entries)
    {
        journal.Acknowledge(entries);
        Settled += entries.Count;
    }
}
