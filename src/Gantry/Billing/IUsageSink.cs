namespace Gantry.Billing;

/// <summary>Where finished requests are written down.</summary>
public interface IUsageSink
{
    /// <summary>False while new requests should be turned away: the disk takes no records, or the database is far behind.</summary>
    bool Accepting { get; }

    /// <summary>
    /// Makes the record survive a kill of the process before it returns; the database follows in batches. Called once per request,
    /// before the last byte of the answer leaves. Waits, and never drops, when the database is behind.
    /// </summary>
    ValueTask AppendAsync(UsageRecord record, CancellationToken cancellation);

    /// <summary>Completed once everything that former processes left in the journal is settled; no request is dispatched before.</summary>
    Task Recovered { get; }

    /// <summary>
    /// Writes down that a request is about to be sent upstream; returns when that would survive a kill. Such a request is charged by its
    /// last progress if the process dies before its end is appended.
    /// </summary>
    /// <param name="asItStands">The record of the request as if it ended now: its usage is the estimated prompt, its charge holds what was set aside.</param>
    ValueTask<DispatchTicket> DispatchAsync(UsageRecord asItStands);

    /// <summary>Writes down how far a running answer has come. At most once a second or every 256 tokens for one request.</summary>
    ValueTask ProgressAsync(DispatchTicket ticket, UsageProgress progress);

    /// <summary>As <see cref="AppendAsync(UsageRecord, CancellationToken)"/>, for a request that was dispatched.</summary>
    ValueTask AppendAsync(UsageRecord record, DispatchTicket ticket);
}
