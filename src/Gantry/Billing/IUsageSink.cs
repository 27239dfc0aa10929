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
}
