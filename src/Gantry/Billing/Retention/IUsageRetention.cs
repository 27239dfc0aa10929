namespace Gantry.Billing.Retention;

/// <summary>Drops usage that is older than what is kept. All totals stay what they were.</summary>
internal interface IUsageRetention
{
    /// <summary>
    /// Drops everything before a cut, in writes short enough that no other waits long for its turn. May be broken off at any point and run again:
    /// each write is whole.
    /// </summary>
    Task<RetentionResult> DropAsync(RetentionCut cut, CancellationToken cancellation);

    /// <summary>Makes the places that the usage of today and of the next days goes to, where the store has such. Nothing fails without them.</summary>
    Task MakeRoomAsync(DateOnly today, CancellationToken cancellation);

    /// <summary>Counts what <see cref="DropAsync"/> would drop.</summary>
    Task<RetentionResult> CountAsync(RetentionCut cut, CancellationToken cancellation);
}
