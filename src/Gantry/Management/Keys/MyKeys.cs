using Gantry.Accounts;
using Gantry.Billing.Caps;
using Gantry.Catalog;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Keys;
using Gantry.Management.Http;
using Gantry.Management.Rows;
using Gantry.Management.Wallets;
using Gantry.Snapshot;

namespace Gantry.Management.Keys;

/// <inheritdoc cref="IMyKeys"/>
internal sealed class MyKeys(Admission admission, KeyEditing keys, IRowPages pages, SpendLines lines, SnapshotHolder snapshots) : IMyKeys
{
    public Task<Page<KeyView>> ListAsync(IActor who, PageQuery query, CancellationToken cancellation) =>
        keys.ListAsync(KeyReach.OfPerson(admission.Check(who, MyKeyResource.List).AccountId), null, query, cancellation);

    public Task<Versioned<KeyView>> GetAsync(IActor who, Guid id, CancellationToken cancellation) =>
        keys.GetAsync(id, KeyReach.OfPerson(admission.Check(who, MyKeyResource.Get).AccountId), cancellation);

    public Task<KeyIssued> CreateAsync(IActor who, MyKeyDraft draft, CancellationToken cancellation)
    {
        var caller = admission.Check(who, MyKeyResource.Create);
        return keys.CreateAsync(caller, MyKeyResource.Create, draft, rows => Holder(rows, caller, draft.Team), cancellation);
    }

    public Task<Versioned<KeyView>> EditAsync(IActor who, Guid id, Func<KeyTerms, KeyTerms> change, string? tag, CancellationToken cancellation)
    {
        var caller = admission.Check(who, MyKeyResource.Edit);
        return keys.EditAsync(caller, MyKeyResource.Edit, id, KeyReach.OfPerson(caller.AccountId), change, tag, cancellation);
    }

    public Task RevokeAsync(IActor who, Guid id, string? tag, CancellationToken cancellation)
    {
        var caller = admission.Check(who, MyKeyResource.Revoke);
        return keys.RevokeAsync(caller, MyKeyResource.Revoke, id, KeyReach.OfPerson(caller.AccountId), tag, cancellation);
    }

    public Task<KeyIssued> RotateAsync(IActor who, Guid id, KeyRotation rotation, CancellationToken cancellation)
    {
        var caller = admission.Check(who, MyKeyResource.Rotate);
        return keys.RotateAsync(caller, MyKeyResource.Rotate, id, KeyReach.OfPerson(caller.AccountId), rotation, cancellation);
    }

    public async Task<Page<KeySpending>> SpendingAsync(IActor who, PageQuery query, CancellationToken cancellation)
    {
        var reach = KeyReach.OfPerson(admission.Check(who, MyKeyResource.Spending).AccountId);
        var after = ManageCursor.Read(query.After, 2);
        var rows = await pages.KeysAsync(
            new KeyPageQuery { Reach = reach, Revoked = false, Search = query.Search, After = after is null ? null : (after[0], after[1]), Limit = query.Limit + 1 }, cancellation);
        var snapshot = snapshots.Current;
        var shown = new List<KeySpending>();
        foreach (var row in rows.Take(query.Limit))
        {
            // One that was made a moment ago is not in force yet, and has spent nothing.
            var zone = snapshot.Keys.TryGetValue(row.Hash, out var key) ? key.Zone : snapshot.Settings.Zone;
            shown.Add(new KeySpending
            {
                KeyId = row.Id,
                Name = row.Name,
                Display = row.Display,
                Caps = await lines.ReadAsync(SpendScope.Key, row.Id.ToString(), row.SpendCaps, zone, cancellation),
            });
        }

        return new Page<KeySpending>(shown, rows.Count > query.Limit ? ManageCursor.Write(shown[^1].Name, shown[^1].KeyId.ToString()) : null);
    }

    private static KeyHolder Holder(CatalogRows rows, Caller caller, string? team)
    {
        var me = CatalogEditor.Find(rows.Accounts, a => a.Id == caller.AccountId, "account");
        if (team is null) return new KeyHolder(me);
        // One that others are in and one that is not there are the same to who asks (reliability S-32).
        var name = team.ToLowerInvariant();
        var member = rows.Members.FirstOrDefault(m => m.AccountId == me.Id && m.Team == name) ?? throw RefusedException.Field("team", $"you are in no team '{name}'");
        return new KeyHolder(CatalogEditor.Find(rows.Accounts, a => a.Id == member.TeamId, "team"), me);
    }
}
