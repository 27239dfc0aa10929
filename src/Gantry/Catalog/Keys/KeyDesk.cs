using System.Collections.Immutable;
using Gantry.Audit;
using Gantry.Catalog.Declared;
using Gantry.Catalog.Rules;
using Gantry.Secrets;

namespace Gantry.Catalog.Keys;

/// <summary>Where people make, see and revoke client keys.</summary>
internal sealed class KeyDesk(ICatalogStore store, KeyHasher hasher, TimeProvider time)
{
    /// <summary>Makes a key. Its secret is in the answer and nowhere else.</summary>
    /// <exception cref="CatalogRefusedException">No such account, group or model, or the name is taken.</exception>
    public Task<IssuedKey> CreateAsync(KeyRequest request, AuditNote note, CancellationToken cancellation) => store.EditAsync(
        rows =>
        {
            var issued = Create(request, rows);
            return (Changes(rows, issued.Row), issued);
        },
        note,
        cancellation);

    /// <summary>Takes a key out of use for good: no file brings back what was revoked here.</summary>
    /// <param name="name">The id, the display, or <c>account/name</c>.</param>
    /// <param name="note">Who does it.</param>
    /// <param name="cancellation">Stops before the write, not after it.</param>
    /// <exception cref="CatalogRefusedException">No key is called so, or several are.</exception>
    public Task<ApiKeyRow> RevokeAsync(string name, AuditNote note, CancellationToken cancellation) => store.EditAsync(
        rows =>
        {
            var key = Find(name, rows);
            if (key.RevokedBy == ManagedBy.Hand) return ([], key);
            key = key with { RevokedAt = time.GetUtcNow(), RevokedBy = ManagedBy.Hand };
            return (Changes(rows, key), key);
        },
        note,
        cancellation);

    /// <summary>Gives a key another secret. The one before is worth nothing, or goes on for a while.</summary>
    /// <param name="id">The key.</param>
    /// <param name="expires">When the key ends from now on; null for never.</param>
    /// <param name="overlap">Accept the secret before until it would have ended by itself.</param>
    /// <param name="note">Who does it.</param>
    /// <param name="cancellation">Stops before the write, not after it.</param>
    /// <exception cref="CatalogRefusedException">No such key in use.</exception>
    public Task<IssuedKey> RenewAsync(Guid id, DateTimeOffset? expires, bool overlap, AuditNote note, CancellationToken cancellation) => store.EditAsync(
        rows =>
        {
            var before = Find(id, rows);
            var secret = KeyFormat.Generate(rows.Setting(SettingRow.KeyPrefix) ?? SettingRow.DefaultKeyPrefix);
            var row = before with
            {
                Hash = hasher.Hash(secret),
                Display = KeyFormat.Display(secret),
                ExpiresAt = expires,
                Former = overlap && before.ExpiresAt is { } end && end > time.GetUtcNow() ? new FormerSecret(before.Hash, end) : null,
            };
            return (Changes(rows, row), new IssuedKey(row, secret));
        },
        note,
        cancellation);

    /// <summary>Assigns a key to other groups.</summary>
    /// <exception cref="CatalogRefusedException">No such key in use, or no such group.</exception>
    public Task<ApiKeyRow> RegroupAsync(Guid id, ImmutableArray<string> groups, AuditNote note, CancellationToken cancellation) => store.EditAsync(
        rows =>
        {
            var row = Find(id, rows) with { Groups = groups };
            return (Changes(rows, row), row);
        },
        note,
        cancellation);

    /// <summary>Every key, revoked ones too, by account and name.</summary>
    public async Task<ImmutableArray<ApiKeyRow>> ListAsync(CancellationToken cancellation) => (await store.LoadAsync(cancellation)).Keys;

    private IssuedKey Create(KeyRequest request, CatalogRows rows)
    {
        var secret = KeyFormat.Generate(rows.Setting(SettingRow.KeyPrefix) ?? SettingRow.DefaultKeyPrefix);
        var email = request.Account.ToLowerInvariant();
        var account = rows.Accounts.FirstOrDefault(a => a.Email == email)
            ?? throw Refused($"there is no account '{email}'{Nearest.Hint(email, rows.Accounts.Select(a => a.Email))}");
        if (request.Name.Length == 0) throw Refused("the key has no name");
        if (Names.Refuse(request.Name) is { } reason) throw Refused($"the key's name {reason}");
        if (rows.Keys.Any(k => k.AccountId == account.Id && k.Name == request.Name))
            throw Refused($"account {email} already has a key named {request.Name}");
        var row = new ApiKeyRow
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()),
            AccountId = account.Id,
            Account = email,
            Name = request.Name,
            Hash = hasher.Hash(secret),
            Display = KeyFormat.Display(secret),
            Groups = request.Groups,
            Models = request.Models,
            SpendCaps = SpendLimit.Sorted(request.SpendCaps),
            RateLimits = request.RateLimits,
            ExpiresAt = request.ExpiresAt,
            CaptureDays = request.CaptureDays,
            CreatedAt = time.GetUtcNow(),
            ManagedBy = ManagedBy.Hand,
        };
        return new IssuedKey(row, secret);
    }

    private static IReadOnlyList<RowChange> Changes(CatalogRows rows, ApiKeyRow row)
    {
        var next = rows with { Keys = [.. rows.Keys.Where(k => k.Id != row.Id), row] };
        ImmutableArray<string> reasons =
            [.. CatalogRules.Check(new CatalogIndex(next)).Where(p => !p.IsWarning && p.Subject == row.Key).Select(p => p.ToString())];
        if (!reasons.IsEmpty) throw new CatalogRefusedException(reasons);
        return [new RowChange(row, rows.Keys.FirstOrDefault(k => k.Id == row.Id))];
    }

    private static ApiKeyRow Find(Guid id, CatalogRows rows) =>
        rows.Keys.FirstOrDefault(key => key.Id == id && key.RevokedAt is null) ?? throw Refused("the key is revoked, or was never made");

    private static ApiKeyRow Find(string name, CatalogRows rows)
    {
        var found = rows.Keys.Where(k => k.Id.ToString() == name || k.Display == name || k.Key.Name == name).ToArray();
        return found switch
        {
            [var one] => one,
            [] => throw Refused($"no key has the id, display or account/name '{name}'{Nearest.Hint(name, rows.Keys.Select(k => k.Key.Name))}"),
            _ => throw Refused($"several keys are shown as '{name}': name one by its id"),
        };
    }

    private static CatalogRefusedException Refused(string reason) => new([reason]);
}
