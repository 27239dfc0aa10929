namespace Gantry.Billing;

/// <summary>What an account may read of its own usage.</summary>
public interface IUsageReader
{
    /// <summary>The request that has this id; of several the last.</summary>
    /// <param name="owner">Whose: the requests of others are not found.</param>
    /// <param name="id">The request's own, the upstream's of its answer, or that of one of its attempts (reliability D-5).</param>
    /// <param name="cancellation">Ends the reading.</param>
    Task<StoredRequest?> FindAsync(UsageOwner owner, string id, CancellationToken cancellation);

    /// <summary>Sums by day, model or key, in the order of their names.</summary>
    /// <param name="owner">Whose.</param>
    /// <param name="from">The first hour.</param>
    /// <param name="to">The first hour that no longer counts.</param>
    /// <param name="grouping">What the sums are made for.</param>
    /// <param name="cancellation">Ends the reading.</param>
    Task<IReadOnlyList<UsageSum>> SumAsync(UsageOwner owner, DateTimeOffset from, DateTimeOffset to, UsageGrouping grouping, CancellationToken cancellation);

    /// <summary>The same of one conversation, by records: as far back as they are kept.</summary>
    /// <param name="owner">Whose.</param>
    /// <param name="session">As <see cref="SessionPrint"/> makes it.</param>
    /// <param name="from">The first hour.</param>
    /// <param name="to">The first hour that no longer counts.</param>
    /// <param name="grouping">Day, model or key.</param>
    /// <param name="cancellation">Ends the reading.</param>
    Task<IReadOnlyList<UsageSum>> SumSessionAsync(UsageOwner owner, string session, DateTimeOffset from, DateTimeOffset to, UsageGrouping grouping, CancellationToken cancellation);
}
