using Gantry.Audit;
using Gantry.Secrets;

namespace Gantry.Accounts;

/// <summary>Where admin tokens are kept. What is changed goes into the audit log with it.</summary>
internal interface IAdminTokenStore
{
    /// <summary>The token of a secret with what its account is now; null where there is none.</summary>
    Task<AdminToken?> FindAsync(KeyHash hash, CancellationToken cancellation);

    Task<IReadOnlyList<AdminToken>> ListAsync(AdminTokenQuery query, CancellationToken cancellation);

    Task AddAsync(AdminToken token, AuditNote note, CancellationToken cancellation);

    /// <param name="id">The token.</param>
    /// <param name="owner">Only where it belongs to this account; null for any.</param>
    /// <param name="note">Who does it.</param>
    /// <param name="cancellation">Stops before the write, not after it.</param>
    /// <returns>False where there is no such token.</returns>
    Task<bool> RevokeAsync(Guid id, Guid? owner, AuditNote note, CancellationToken cancellation);

    /// <summary>Notes that it was used now.</summary>
    Task UsedAsync(Guid id, CancellationToken cancellation);
}
