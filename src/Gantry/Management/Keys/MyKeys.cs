using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Keys;
using Gantry.Management.Http;
using Gantry.Management.Rows;

namespace Gantry.Management.Keys;

/// <inheritdoc cref="IMyKeys"/>
internal sealed class MyKeys(Admission admission, KeyEditing keys) : IMyKeys
{
    public Task<Page<KeyView>> ListAsync(IActor who, PageQuery query, CancellationToken cancellation) =>
        keys.ListAsync(admission.Check(who, MyKeyResource.List).AccountId, null, query, cancellation);

    public Task<Versioned<KeyView>> GetAsync(IActor who, Guid id, CancellationToken cancellation) =>
        keys.GetAsync(id, admission.Check(who, MyKeyResource.Get).AccountId, cancellation);

    public Task<KeyIssued> CreateAsync(IActor who, KeyTerms terms, CancellationToken cancellation)
    {
        var caller = admission.Check(who, MyKeyResource.Create);
        return keys.CreateAsync(caller, MyKeyResource.Create, terms, rows => CatalogEditor.Find(rows.Accounts, a => a.Id == caller.AccountId, "account"), cancellation);
    }

    public Task<Versioned<KeyView>> EditAsync(IActor who, Guid id, Func<KeyTerms, KeyTerms> change, string? tag, CancellationToken cancellation)
    {
        var caller = admission.Check(who, MyKeyResource.Edit);
        return keys.EditAsync(caller, MyKeyResource.Edit, id, caller.AccountId, change, tag, cancellation);
    }

    public Task RevokeAsync(IActor who, Guid id, string? tag, CancellationToken cancellation)
    {
        var caller = admission.Check(who, MyKeyResource.Revoke);
        return keys.RevokeAsync(caller, MyKeyResource.Revoke, id, caller.AccountId, tag, cancellation);
    }

    public Task<KeyIssued> RotateAsync(IActor who, Guid id, KeyRotation rotation, CancellationToken cancellation)
    {
        var caller = admission.Check(who, MyKeyResource.Rotate);
        return keys.RotateAsync(caller, MyKeyResource.Rotate, id, caller.AccountId, rotation, cancellation);
    }
}
