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
        return keys.ListAsync(query.AccountId, query.Revoked, query, cancellation);
    }

    public Task<Versioned<KeyView>> GetAsync(IActor who, Guid id, CancellationToken cancellation)
    {
        admission.Check(who, KeyResource.Get);
        return keys.GetAsync(id, null, cancellation);
    }

    public Task<KeyIssued> CreateAsync(IActor who, KeyDraft draft, CancellationToken cancellation) =>
        keys.CreateAsync(admission.Check(who, KeyResource.Create), KeyResource.Create, draft, rows => Owner(rows, draft.Account.ToLowerInvariant()), cancellation);

    public Task<Versioned<KeyView>> EditAsync(IActor who, Guid id, Func<KeyTerms, KeyTerms> change, string? tag, CancellationToken cancellation) =>
        keys.EditAsync(admission.Check(who, KeyResource.Edit), KeyResource.Edit, id, null, change, tag, cancellation);

    public Task RevokeAsync(IActor who, Guid id, string? tag, CancellationToken cancellation) =>
        keys.RevokeAsync(admission.Check(who, KeyResource.Revoke), KeyResource.Revoke, id, null, tag, cancellation);

    public Task<KeyIssued> RotateAsync(IActor who, Guid id, KeyRotation rotation, CancellationToken cancellation) =>
        keys.RotateAsync(admission.Check(who, KeyResource.Rotate), KeyResource.Rotate, id, null, rotation, cancellation);

    private static AccountRow Owner(CatalogRows rows, string email) =>
        rows.Accounts.FirstOrDefault(a => a.Email == email)
        ?? throw RefusedException.Field("account", $"there is no account '{email}'{Nearest.Hint(email, rows.Accounts.Select(a => a.Email))}");
}
