using Gantry.Audit;

namespace Gantry.Accounts.Joining;

/// <summary>Where invitations are kept, with the keyed hashes of their links.</summary>
internal interface IInvitationStore
{
    /// <summary>Keeps one, unless its address has an account; of those by somebody an address has one that is open. Writes the audit row with it.</summary>
    Task<InvitationVerdict> AddAsync(Invitation invitation, string tokenHash, AuditNote note, CancellationToken cancellation);

    /// <summary>Looks without using.</summary>
    Task<Invitation?> FindAsync(string tokenHash, CancellationToken cancellation);

    /// <summary>Only those that somebody has made.</summary>
    Task<Invitation?> FindAsync(Guid id, CancellationToken cancellation);

    /// <summary>Those that somebody has made.</summary>
    Task<IReadOnlyList<Invitation>> ListAsync(InvitationQuery query, CancellationToken cancellation);

    /// <summary>Takes one back that is open, with its audit row.</summary>
    /// <returns>Whether it was open.</returns>
    Task<bool> RevokeAsync(Guid id, AuditNote note, CancellationToken cancellation);

    /// <summary>Uses one up.</summary>
    /// <returns>Whether it was open.</returns>
    Task<bool> UseAsync(Guid id, CancellationToken cancellation);
}
