using Gantry.Access;
using Gantry.Accounts;
using Gantry.Catalog;
using Gantry.Catalog.Declared;
using Gantry.Catalog.Keys;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Keys;
using Gantry.Management.Http;
using Gantry.Management.Rows;
using Gantry.Secrets;

namespace Gantry.Management.Keys;

/// <summary>What may be done with keys. What lies beyond somebody's reach is not there (reliability S-32).</summary>
internal sealed class KeyEditing(CatalogEditor catalog, IRowPages pages, IKeyUseStore written, KeyUses uses, KeyHasher hasher, TimeProvider time)
{
    public async Task<Page<KeyView>> ListAsync(KeyReach reach, bool? revoked, PageQuery query, CancellationToken cancellation)
    {
        var after = ManageCursor.Read(query.After, 2);
        var rows = await pages.KeysAsync(
            new KeyPageQuery { Reach = reach, Revoked = revoked, Search = query.Search, After = after is null ? null : (after[0], after[1]), Limit = query.Limit + 1 },
            cancellation);
        var shown = rows.Take(query.Limit).ToArray();
        var used = await written.ReadAsync([.. shown.Select(r => r.Id)], cancellation);
        var now = time.GetUtcNow();
        return new Page<KeyView>(
            [.. shown.Select(r => KeyTexts.View(r, KeyTexts.LastUsed(r.Id, uses, used), now))],
            rows.Count > query.Limit ? ManageCursor.Write(shown[^1].Name, shown[^1].Id.ToString()) : null);
    }

    public async Task<Versioned<KeyView>> GetAsync(Guid id, KeyReach reach, CancellationToken cancellation) =>
        await ShowAsync(await pages.KeyAsync(id, reach, cancellation) ?? throw RefusedException.Missing("key"), cancellation);

    public async Task<KeyIssued> CreateAsync(Caller who, ManageRoute route, KeyTerms terms, Func<CatalogRows, KeyHolder> holder, CancellationToken cancellation)
    {
        var (row, secret) = await catalog.EditAsync(
            who,
            route,
            rows =>
            {
                var (account, member) = holder(rows);
                var made = NewSecret(rows);
                var fresh = Said(terms, account.Email) with
                {
                    Id = Guid.CreateVersion7(time.GetUtcNow()),
                    AccountId = account.Id,
                    MemberId = member?.Id,
                    Member = member?.Email,
                    Hash = hasher.Hash(made),
                    Display = KeyFormat.Display(made),
                    CreatedAt = time.GetUtcNow(),
                    ManagedBy = ManagedBy.Hand,
                };
                CatalogEditor.CheckFree(rows, fresh.Key);
                return RowEdit.Of([new RowChange(fresh, null)], (fresh, made));
            },
            cancellation);
        return new KeyIssued(KeyTexts.View(row, null, time.GetUtcNow()), secret);
    }

    public async Task<Versioned<KeyView>> EditAsync(
        Caller who, ManageRoute route, Guid id, KeyReach reach, Func<KeyTerms, KeyTerms> change, string? tag, CancellationToken cancellation) =>
        await ShowAsync(
            await catalog.EditAsync(
                who,
                route,
                rows =>
                {
                    var row = Find(rows, id, reach, tag);
                    if (row.RevokedAt is not null) throw RefusedException.Of(RefusalKind.Conflict, "key_revoked", "This key is revoked, for good.");
                    var said = Said(change(KeyTexts.Terms(row)), row.Account);
                    // Only what terms say: the rest is the row's own.
                    var next = row with
                    {
                        Name = said.Name,
                        Groups = said.Groups,
                        Models = said.Models,
                        Operations = said.Operations,
                        Networks = said.Networks,
                        ExpiresAt = said.ExpiresAt,
                        SpendCaps = said.SpendCaps,
                        RateLimits = said.RateLimits,
                        Fallback = said.Fallback,
                        Auto = said.Auto,
                        ModelsMap = said.ModelsMap,
                        Routes = said.Routes,
                        CaptureDays = said.CaptureDays,
                    };
                    if (next.Key != row.Key) CatalogEditor.CheckFree(rows, next.Key);
                    return RowEdit.Of([new RowChange(next, row)], next);
                },
                cancellation),
            cancellation);

    public Task RevokeAsync(Caller who, ManageRoute route, Guid id, KeyReach reach, string? tag, CancellationToken cancellation) =>
        RevokeAsync(who, route, id, _ => reach, tag, cancellation);

    /// <param name="who">Who asks.</param>
    /// <param name="route">What is asked.</param>
    /// <param name="id">The key.</param>
    /// <param name="reach">Says what may be revoked when nobody comes in between any more.</param>
    /// <param name="tag">The version that it was seen in; null for any.</param>
    /// <param name="cancellation">Ends the work before the write.</param>
    public Task RevokeAsync(Caller who, ManageRoute route, Guid id, Func<CatalogRows, KeyReach> reach, string? tag, CancellationToken cancellation) => catalog.EditAsync(
        who,
        route,
        rows =>
        {
            var row = Find(rows, id, reach(rows), tag);
            return row.RevokedBy == ManagedBy.Hand
                ? RowEdit.Of([], row)
                : RowEdit.Of([new RowChange(row with { RevokedAt = time.GetUtcNow(), RevokedBy = ManagedBy.Hand, Former = null }, row)], row);
        },
        cancellation);

    public async Task<KeyIssued> RotateAsync(Caller who, ManageRoute route, Guid id, KeyReach reach, KeyRotation rotation, CancellationToken cancellation)
    {
        if (rotation.OverlapSeconds is < 0 or > KeyRotation.MostOverlapSeconds)
            throw RefusedException.Field("overlap_seconds", $"must be from 0 to {KeyRotation.MostOverlapSeconds}: seven days");
        var (row, secret) = await catalog.EditAsync(
            who,
            route,
            rows =>
            {
                var before = Find(rows, id, reach, null);
                if (before.RevokedAt is not null) throw RefusedException.Of(RefusalKind.Conflict, "key_revoked", "This key is revoked, for good.");
                var made = NewSecret(rows);
                var next = before with
                {
                    Hash = hasher.Hash(made),
                    Display = KeyFormat.Display(made),
                    Former = rotation.OverlapSeconds == 0 ? null : new FormerSecret(before.Hash, time.GetUtcNow().AddSeconds(rotation.OverlapSeconds)),
                };
                return RowEdit.Of([new RowChange(next, before)], (next, made));
            },
            cancellation);
        return new KeyIssued((await ShowAsync(row, cancellation)).Value, secret);
    }

    private static ApiKeyRow Said(KeyTerms terms, string email) => TermsReader.Read(terms, "key", map => AccountReader.Key(map, email).Row);

    private static ApiKeyRow Find(CatalogRows rows, Guid id, KeyReach reach, string? tag)
    {
        var row = CatalogEditor.Find(rows.Keys, k => k.Id == id && reach.Has(k, rows), "key");
        RowTags.Check(tag, RowTags.Of(row));
        return row;
    }

    private static string NewSecret(CatalogRows rows) => KeyFormat.Generate(rows.Setting(SettingRow.KeyPrefix) ?? SettingRow.DefaultKeyPrefix);

    private async Task<Versioned<KeyView>> ShowAsync(ApiKeyRow row, CancellationToken cancellation)
    {
        var used = await written.ReadAsync([row.Id], cancellation);
        return new Versioned<KeyView>(KeyTexts.View(row, KeyTexts.LastUsed(row.Id, uses, used), time.GetUtcNow()), RowTags.Of(row));
    }
}
