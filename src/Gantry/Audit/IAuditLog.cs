namespace Gantry.Audit;

/// <summary>What people and the gateway did to accounts and to the configuration, append only (reliability S-42).</summary>
internal interface IAuditLog
{
    /// <summary>Writes one row a change, or one without a change where there is none. For what is written in a transaction of its own store, that store writes the rows with it.</summary>
    Task AppendAsync(AuditNote note, IReadOnlyList<AuditChange> changes, CancellationToken cancellation);

    Task<IReadOnlyList<AuditEntry>> ReadAsync(AuditQuery query, CancellationToken cancellation);

    /// <summary>Recomputes every link from the first row on, and the head against the last.</summary>
    Task<AuditCheck> VerifyAsync(CancellationToken cancellation);
}
