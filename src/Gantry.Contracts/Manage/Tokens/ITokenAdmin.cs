namespace Gantry.Contracts.Manage.Tokens;

/// <summary>Admin tokens: of one's own account; owners see and revoke those of all.</summary>
public interface ITokenAdmin
{
    Task<Page<TokenView>> ListAsync(IActor who, PageQuery query, CancellationToken cancellation);

    /// <exception cref="RefusedException">A scope that is not known, or more than the account may do.</exception>
    Task<TokenIssued> CreateAsync(IActor who, TokenDraft draft, CancellationToken cancellation);

    /// <summary>From the next request on it is worth nothing. What was revoked stays so.</summary>
    Task RevokeAsync(IActor who, Guid id, CancellationToken cancellation);
}
