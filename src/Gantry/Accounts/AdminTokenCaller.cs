using Gantry.Secrets;

namespace Gantry.Accounts;

/// <summary>Knows callers by <c>Authorization: Bearer gat-…</c>. Every request asks the store: what was revoked is worth nothing at once.</summary>
internal sealed class AdminTokenCaller(IAdminTokenStore tokens, KeyHasher hasher, TimeProvider time) : ICallerSource
{
    private const string Scheme = "Bearer ";

    // Last use is told to the minute: not every request is a write.
    private static readonly TimeSpan Coarse = TimeSpan.FromMinutes(1);

    public async ValueTask<Caller?> IdentifyAsync(HttpContext http)
    {
        var header = http.Request.Headers.Authorization;
        if (header is not [{ } value] || !value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return null;
        var secret = value[Scheme.Length..].Trim();
        // A made-up secret does not reach the store.
        if (!KeyFormat.LooksLikeOurs(secret, AdminToken.Prefix)) return null;
        var now = time.GetUtcNow();
        var hash = hasher.Hash(secret);
        if (await tokens.FindAsync(hash, http.RequestAborted) is not { } token || !KeyHash.FixedTimeEquals(token.Hash, hash) || !token.IsAlive(now)) return null;
        if (token.LastUsedAt is not { } used || now - used >= Coarse) await tokens.UsedAsync(token.Id, http.RequestAborted);
        return new Caller
        {
            AccountId = token.AccountId,
            Email = token.Account,
            Role = token.Role,
            Scopes = token.Scopes,
            TokenId = token.Id,
            Address = http.Connection.RemoteIpAddress,
        };
    }
}
