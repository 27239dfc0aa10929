using Gantry.Catalog;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Keys;
using Gantry.Management.Http;

namespace Gantry.Management.Keys;

/// <inheritdoc cref="IKeyAdmin"/>
internal sealed class KeyAdmin(Admission admission, KeyEditing keys) : IKeyAdmin
{
    public Task<Page<KeyView>> ListAsync(IActor who, KeyQuery query, CancellationToken cancellation)
    {
        admission.Check(who, KeyResource.List);
        return keys.ListAsync(new KeyReach(query.AccountId, null), query.Revoked, query, cancellation);
    }

    public Task<Versioned<KeyView>> GetAsync(IActor who, Guid id, CancellationToken cancellation)
    {
        admission.Check(who, KeyResource.Get);
        return keys.GetAsync(id, default, cancellation);
    }

    public Task<KeyIssued> CreateAsync(IActor who, KeyDraft draft, CancellationToken cancellation) =>
        keys.CreateAsync(admission.Check(who, KeyResource.Create), KeyResource.Create, draft, rows => Holder(rows, draft), cancellation);

    public Task<Versioned<KeyView>> EditAsync(IActor who, Guid id, Func<KeyTerms, KeyTerms> change, string? tag, CancellationToken cancellation) =>
        keys.EditAsync(admission.Check(who, KeyResource.Edit), KeyResource.Edit, id, default, change, tag, cancellation);

    public Task RevokeAsync(IActor who, Guid id, string? tag, CancellationToken cancellation) =>
        keys.RevokeAsync(admission.Check(who, KeyResource.Revoke), KeyResource.Revoke, id, default(KeyReach), tag, cancellation);

    public Task<KeyIssued> RotateAsync(IActor who, Guid id, KeyRotation rotation, CancellationToken cancellation) =>
        keys.RotateAsync(admission.Check(who, KeyResource.Rotate), KeyResource.Rotate, id, default, rotation, cancellation);

    private static KeyHolder Holder(CatalogRows rows, KeyDraft draft) =>
        new(Find("account", draft.Account, rows.Accounts), draft.Member is { } member ? Find("member", member, rows.Accounts.Where(a => a.Kind == AccountKind.Person)) : null);

    private static AccountRow Find(string field, string name, IEnumerable<AccountRow> among)
    {
        var (wanted, all) = (name.ToLowerInvariant(), among.ToArray());
        return all.FirstOrDefault(a => a.Email == wanted) ?? throw RefusedException.Field(field, $"there is no account '{wanted}'{Nearest.Hint(wanted, all.Select(a => a.Email))}");
    }
}
