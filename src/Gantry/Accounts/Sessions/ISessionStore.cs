namespace Gantry.Accounts.Sessions;

/// <summary>Where sessions are kept. What is ended is gone.</summary>
internal interface ISessionStore
{
    Task<SessionLook?> FindAsync(string secretHash, CancellationToken cancellation);

    /// <summary>Those of an account that are signed in, the last used first.</summary>
    Task<IReadOnlyList<SessionRow>> ListAsync(Guid account, CancellationToken cancellation);

    /// <summary>Keeps a session, and drops those whose time is over.</summary>
    Task AddAsync(SessionRow session, CancellationToken cancellation);

    /// <summary>Gives a session another secret and another proof; the former secret is worth nothing from then on.</summary>
    /// <returns>Whether the session still had the former one.</returns>
    Task<bool> RenewAsync(string formerHash, string nextHash, DateTimeOffset provedAt, CancellationToken cancellation);

    Task SeenAsync(Guid id, DateTimeOffset at, string address, CancellationToken cancellation);

    Task DraftTotpAsync(Guid id, byte[]? sealedKey, CancellationToken cancellation);

    /// <returns>Whether the account had it.</returns>
    Task<bool> EndAsync(Guid account, Guid id, CancellationToken cancellation);

    /// <summary>Ends all sessions of an account but one.</summary>
    Task EndOthersAsync(Guid account, Guid? kept, CancellationToken cancellation);
}
