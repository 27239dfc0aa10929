namespace Gantry.Contracts.Manage.Audits;

/// <summary>The audit log, read.</summary>
public interface IAuditAdmin
{
    /// <summary>Newest first.</summary>
    Task<Page<AuditRowView>> ListAsync(IActor who, AuditRowQuery query, CancellationToken cancellation);

    /// <summary>Recomputes every link.</summary>
    /// <param name="who">Who asks.</param>
    /// <param name="head">A head that was noted before, which must still be in the chain; null for none.</param>
    /// <param name="cancellation">Ends the reading.</param>
    Task<AuditVerdict> VerifyAsync(IActor who, string? head, CancellationToken cancellation);
}
