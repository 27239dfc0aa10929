using Gantry.Audit;

namespace Gantry.Catalog;

/// <summary>Where the catalogue is kept.</summary>
internal interface ICatalogStore
{
    /// <summary>The version of the last change; 0 for an empty catalogue.</summary>
    Task<long> VersionAsync(CancellationToken cancellation);

    /// <summary>All rows, as of one moment.</summary>
    Task<CatalogRows> LoadAsync(CancellationToken cancellation);

    /// <summary>
    /// Writes all <paramref name="changes"/> or none: each row at most once, in any order. <paramref name="expectedVersion"/> is the
    /// version that they were worked out from.
    /// </summary>
    /// <returns>The new version.</returns>
    /// <exception cref="CatalogConflictException">Somebody else changed the catalogue meanwhile: load and work it out again.</exception>
    Task<long> ApplyAsync(long expectedVersion, IReadOnlyList<RowChange> changes, CancellationToken cancellation);

    /// <summary>
    /// Looks at the catalogue and changes it with nobody in between: no conflict is possible. <paramref name="edit"/> gets the rows and
    /// says what to write, nothing of it or all; where that is nothing, the version stays. What is written goes into the audit log with it.
    /// </summary>
    /// <returns>What <paramref name="edit"/> returned beside the changes.</returns>
    Task<T> EditAsync<T>(Func<CatalogRows, (IReadOnlyList<RowChange> Changes, T Result)> edit, AuditNote note, CancellationToken cancellation);
}
