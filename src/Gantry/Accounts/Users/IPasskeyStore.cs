namespace Gantry.Accounts.Users;

/// <summary>Where passkeys are kept.</summary>
internal interface IPasskeyStore
{
    /// <summary>Those of an account, the oldest first.</summary>
    Task<IReadOnlyList<PasskeyRow>> ListAsync(Guid account, CancellationToken cancellation);

    Task<PasskeyRow?> FindAsync(string credentialId, CancellationToken cancellation);

    /// <returns>Whether it was added; a credential belongs to one account for good.</returns>
    Task<bool> AddAsync(PasskeyRow passkey, CancellationToken cancellation);

    /// <summary>Notes a use: the counter and what the authenticator says of its backup.</summary>
    /// <returns>Whether the account still has it.</returns>
    Task<bool> UseAsync(PasskeyRow passkey, CancellationToken cancellation);

    /// <returns>Whether the account had it.</returns>
    Task<bool> RemoveAsync(Guid account, string credentialId, CancellationToken cancellation);
}
