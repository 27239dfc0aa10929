namespace Gantry.Accounts.Users;

/// <summary>What works once. Only keyed hashes come here.</summary>
internal interface ITokenStore
{
    /// <summary>Keeps a token; the open ones of the same purpose and account end.</summary>
    Task IssueAsync(string hash, string purpose, Guid? account, TimeSpan life, CancellationToken cancellation);

    /// <summary>Looks without using.</summary>
    Task<(TokenState State, Guid? Account)> LookAsync(string hash, string purpose, CancellationToken cancellation);

    /// <summary>Uses it up.</summary>
    /// <returns>Whether this was the first use, in time.</returns>
    Task<bool> UseAsync(string hash, string purpose, CancellationToken cancellation);

    /// <summary>Ends those of an account that are open.</summary>
    Task EndAsync(string purpose, Guid account, CancellationToken cancellation);

    /// <summary>Notes that something which was never issued here was used, for as long as it could come again.</summary>
    /// <returns>Whether this was the first use.</returns>
    Task<bool> SpendAsync(string hash, string purpose, TimeSpan life, CancellationToken cancellation);
}
