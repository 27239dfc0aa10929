namespace Gantry.Billing;

/// <summary>The place of a running request in the journal: its dispatch and its progress are forgotten together with its end.</summary>
/// <remarks>Every ticket is ended with a record: one that is not keeps its segment, and its request is taken for killed at the next start.</remarks>
public sealed class DispatchTicket
{
    readonly Lock _gate = new();
    JournalPlace _progress;
    int _ended;
    bool _closed;

    /// <summary>A ticket with nothing in the journal.</summary>
    public DispatchTicket()
    {
    }

    internal DispatchTicket(JournalPlace dispatched) => Dispatched = dispatched;

    internal JournalPlace Dispatched { get; }

    internal bool Ended => Volatile.Read(ref _ended) != 0;

    /// <summary>True for the first caller: the one whose record ends the request.</summary>
    internal bool TryEnd() => Interlocked.Exchange(ref _ended, 1) == 0;

    /// <summary>Takes note of a progress entry.</summary>
    /// <returns>The entry that is needed no more: the older of the two, or the new one where the request is settled already.</returns>
    internal JournalPlace Advance(JournalPlace place)
    {
        lock (_gate)
        {
            // Two that were written at once may come here in the other order.
            if (_closed || !place.IsAfter(_progress))
            {
                return place;
            }

            var superseded = _progress;
            _progress = place;
            return superseded;
        }
    }

    /// <summary>The store has the record: from now on progress supersedes itself.</summary>
    /// <returns>The last progress entry.</returns>
    internal JournalPlace Close()
    {
        lock (_gate)
        {
            _closed = true;
            return _progress;
        }
    }
}
