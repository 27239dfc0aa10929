using Gantry.Accounts;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Tokens;
using Gantry.Management.Http;

namespace Gantry.Management.Tokens;

/// <inheritdoc cref="ITokenAdmin"/>
internal sealed class TokenAdmin(Admission admission, TokenDesk desk, IAdminTokenStore store) : ITokenAdmin
{
    public async Task<Page<TokenView>> ListAsync(IActor who, PageQuery query, CancellationToken cancellation)
    {
        var caller = admission.Check(who, TokenResource.List);
        Guid? after = ManageCursor.Read(query.After, 1) is [var place] && Guid.TryParse(place, out var id) ? id : null;
        var found = await store.ListAsync(new AdminTokenQuery(Owner(caller), query.Search, after, query.Limit + 1), cancellation);
        var shown = found.Take(query.Limit).Select(TokenDesk.View).ToArray();
        return new Page<TokenView>(shown, found.Count > query.Limit ? ManageCursor.Write(shown[^1].Id.ToString()) : null);
    }

    public async Task<TokenIssued> CreateAsync(IActor who, TokenDraft draft, CancellationToken cancellation)
    {
        var caller = admission.Check(who, TokenResource.Create);
        var (token, secret) = await desk.CreateAsync(caller.AccountId, caller.Email, draft, caller.Note(TokenResource.Create.Action!), cancellation);
        return new TokenIssued(TokenDesk.View(token), secret);
    }

    public async Task RevokeAsync(IActor who, Guid id, CancellationToken cancellation)
    {
        var caller = admission.Check(who, TokenResource.Revoke);
        if (!await store.RevokeAsync(id, Owner(caller), caller.Note(TokenResource.Revoke.Action!), cancellation)) throw RefusedException.Missing("token");
    }

    private static Guid? Owner(Caller caller) => TokenResource.SeesAll(caller.Role) ? null : caller.AccountId;
}
