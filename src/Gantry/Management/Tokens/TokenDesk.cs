using Gantry.Accounts;
using Gantry.Audit;
using Gantry.Catalog;
using Gantry.Catalog.Declared;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Tokens;
using Gantry.Management.Http;
using Gantry.Secrets;

namespace Gantry.Management.Tokens;

/// <summary>Makes tokens; for the API, the console and the command line alike.</summary>
internal sealed class TokenDesk(IAdminTokenStore store, KeyHasher hasher, TimeProvider time)
{
    /// <param name="account">Whose.</param>
    /// <param name="email">Its address.</param>
    /// <param name="draft">What it shall be.</param>
    /// <param name="note">Who makes it.</param>
    /// <param name="cancellation">Stops before the write, not after it.</param>
    /// <exception cref="RefusedException">No name, no scope, a scope that is not known, or an end that has passed.</exception>
    public async Task<(AdminToken Token, string Secret)> CreateAsync(Guid account, string email, TokenDraft draft, AuditNote note, CancellationToken cancellation)
    {
        Check(draft);
        var secret = KeyFormat.Generate(AdminToken.Prefix);
        var token = new AdminToken
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()),
            AccountId = account,
            Account = email,
            Name = draft.Name,
            Hash = hasher.Hash(secret),
            Display = KeyFormat.Display(secret),
            Scopes = [.. draft.Scopes.Distinct().Order(StringComparer.Ordinal)],
            CreatedAt = time.GetUtcNow(),
            ExpiresAt = draft.ExpiresAt,
        };
        await store.AddAsync(token, note, cancellation);
        return (token, secret);
    }

    public static TokenView View(AdminToken token) => new()
    {
        Id = token.Id,
        AccountId = token.AccountId,
        Account = token.Account,
        Name = token.Name,
        Display = token.Display,
        Scopes = token.Scopes,
        CreatedAt = token.CreatedAt,
        ExpiresAt = token.ExpiresAt,
        RevokedAt = token.RevokedAt,
        LastUsedAt = token.LastUsedAt,
    };

    private void Check(TokenDraft draft)
    {
        if (draft.Name.Length == 0) throw RefusedException.Field("name", "is empty");
        if (Names.Refuse(draft.Name) is { } reason) throw RefusedException.Field("name", reason);
        if (draft.Scopes.Count == 0) throw RefusedException.Field("scopes", "names none: a token without a scope may do nothing");
        foreach (var scope in draft.Scopes.Where(s => !ManageScopes.All.Contains(s)))
            throw RefusedException.Field("scopes", $"there is no scope '{scope}'{Nearest.Hint(scope, ManageScopes.All)}; one of {string.Join(", ", ManageScopes.All)}");
        if (draft.ExpiresAt <= time.GetUtcNow()) throw RefusedException.Field("expires_at", "has passed");
    }
}
