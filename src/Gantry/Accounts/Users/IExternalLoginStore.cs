namespace Gantry.Accounts.Users;

/// <summary>Where it is kept who else vouches for whom: by the word of an issuer about a subject, never by an e-mail address.</summary>
internal interface IExternalLoginStore
{
    /// <returns>The account; null where nobody is linked.</returns>
    Task<Guid?> FindAsync(string provider, string issuer, string subject, CancellationToken cancellation);

    /// <summary>The providers of an account, by name.</summary>
    Task<IReadOnlyList<string>> ListAsync(Guid account, CancellationToken cancellation);

    /// <returns>Whether it was added: a subject belongs to one account, and an account has one of a provider.</returns>
    Task<bool> AddAsync(string provider, string issuer, string subject, Guid account, CancellationToken cancellation);

    /// <returns>Whether the account had it.</returns>
    Task<bool> RemoveAsync(Guid account, string provider, CancellationToken cancellation);
}
