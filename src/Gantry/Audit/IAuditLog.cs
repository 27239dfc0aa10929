namespace Gantry.Audit;

/// <summary>What people and the gateway did to accounts and to the configuration, append only (reliability S-42).</summary>
internal interface IAuditLog
{
    /// <summary>Writes one row a change, or one without a change where there is none. For what is written in a transaction of its own store, that store writes the rows with it.</summary>
    Task AppendAsync(AuditNote note, IReadOnlyList<AuditChange> changes, CancellationToken cancellation);

    Task<IReadOnlyList<AuditEntry>> ReadAsync(AuditQuery query, CancellationToken cancellation);

    /// <summary>Every row of a time, the oldest first.</summary>
    /// <param name="from">From here on; null from the first.</param>
    /// <param name="to">Before this; null to the last.</param>
    /// <param name="cancellation">Ends the reading.</param>
    IAsyncEnumerable<AuditEntry> ExportAsync(DateTimeOffset? from, DateTimeOffset? to, CancellationToken cancellation);

    /// <summary>Recomputes every link from the first row on, and the head against the last.</summary>
    /// <param name="known">A place that was noted elsewhere, and must still be in the chain; null for none.</param>
    /// <param name="cancellation">Ends the reading.</param>
    Task<AuditCheck> VerifyAsync(AuditMark? known, CancellationToken cancellation);

    /// <summary>The same, with nothing noted elsewhere.</summary>
    Task<AuditCheck> VerifyAsync(CancellationToken cancellation) => VerifyAsync(null, cancellation);

    /// <summary>Drops the rows from before a time, and notes in the log that they were. The chain holds from the first row that is left.</summary>
    /// <param name="before">At least <see cref="AuditTerms.LeastDays"/> ago.</param>
    /// <param name="cancellation">Ends between two writes.</param>
    /// <returns>How many.</returns>
    /// <exception cref="AuditBrokenException">Rows that were to go had been changed.</exception>
    Task<long> DropAsync(DateTimeOffset before, CancellationToken cancellation);
}
