namespace Gantry.Billing;

/// <summary>The usage log for those who may see more than one account; <see cref="IUsageReader"/> is for owners.</summary>
internal interface IUsageLog
{
    /// <summary>Records without their trails, newest first.</summary>
    Task<IReadOnlyList<StoredRequest>> PageAsync(UsageLogQuery query, CancellationToken cancellation);

    /// <summary>Sums as those of <see cref="IUsageReader.SumAsync"/>, of one owner or, for null, of all.</summary>
    Task<IReadOnlyList<UsageSum>> SumAsync(UsageOwner? owner, DateTimeOffset from, DateTimeOffset to, UsageGrouping grouping, CancellationToken cancellation);

    /// <summary>The request that an id belongs to: its own, the upstream's of its answer, or that of one of its attempts; whoever's it is.</summary>
    Task<StoredRequest?> FindAsync(string id, CancellationToken cancellation);

    /// <summary>What keys and accounts are called now; those that are gone are left out.</summary>
    Task<IReadOnlyDictionary<Guid, string>> NamesAsync(IEnumerable<Guid> keys, IEnumerable<Guid> accounts, CancellationToken cancellation);
}
