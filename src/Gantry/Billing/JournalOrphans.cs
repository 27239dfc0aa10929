namespace Gantry.Billing;

/// <summary>Follows a replay, and keeps the requests whose end has not come yet.</summary>
internal sealed class JournalOrphans
{
    readonly Dictionary<string, JournalOrphan> _open = [];

    /// <summary>After the last entry: what the former process was killed in.</summary>
    public IReadOnlyCollection<JournalOrphan> Open => _open.Values;

    /// <summary>Takes the next entry of the journal, in its order.</summary>
    /// <param name="payload">What it says.</param>
    /// <param name="place">Where it lies.</param>
    /// <param name="idle">Gets places that nothing needs any more.</param>
    /// <returns>A finished record together with what was written down before its end; null for every other entry.</returns>
    public JournalEntry? Next(JournalPayload payload, JournalPlace place, List<JournalPlace> idle)
    {
        switch (payload.Kind)
        {
            case JournalKind.Finished:
                _open.Remove(payload.Record!.RequestId, out var ended);
                return new JournalEntry(payload.Record, place, ended?.Ticket);
            case JournalKind.Dispatched:
                if (!_open.TryAdd(payload.Record!.RequestId, new JournalOrphan(payload.Record, new DispatchTicket(place))))
                {
                    idle.Add(place);
                }

                return null;
            default:
                Progress(payload.Progress, place, idle);
                return null;
        }
    }

    void Progress(UsageProgress progress, JournalPlace place, List<JournalPlace> idle)
    {
        if (!_open.TryGetValue(progress.RequestId, out var orphan))
        {
            // Its request has ended, or its dispatch is acknowledged and gone.
            idle.Add(place);
            return;
        }

        orphan.Last = progress;
        idle.Add(orphan.Ticket.Advance(place));
    }
}
