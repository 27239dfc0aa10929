namespace Gantry.Billing.Exports;

/// <summary>Reads usage records in their order, a page at a time.</summary>
internal interface IUsageExportStore
{
    /// <summary>The records after another one, by start and then by id.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="after">The last record of the page before; null for the first page.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellation">Ends the query.</param>
    /// <returns>Fewer than <paramref name="limit"/> where there are no more.</returns>
    Task<IReadOnlyList<ExportedUsage>> PageAsync(ExportFilter filter, ExportedUsage? after, int limit, CancellationToken cancellation);
}
