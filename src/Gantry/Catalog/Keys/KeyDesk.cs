using System.Collections.Immutable;
using Gantry.Catalog.Declared;
using Gantry.Catalog.Rules;
using Gantry.Secrets;

namespace Gantry.Catalog.Keys;

/// <summary>Where people make, see and revoke client keys.</summary>
internal sealed class KeyDesk(ICatalogStore store, KeyHasher hasher, TimeProvider time)
{
    private const int Tries = 5;

    /// <summary>Makes a key. Its secret is in the answer and nowhere else.</summary>
    /// <exception cref="CatalogRefusedException">No such account, group or model, or the name is taken.</exception>
    public async Task<IssuedKey> CreateAsync(KeyRequest request, CancellationToken cancellation)
    {
        var secret = "";
        var row = await ChangeAsync(rows => Create(request, rows, out secret), cancellation);
        return new IssuedKey(row, secret);
    }

    /// <summary>Takes a key out of use for good: no file brings back what was revoked here.</summary>
    /// <param name="name">The id, the display, or <c>account/name</c>.</param>
    /// <param name="cancellation">Stops before the write, not after it.</param>
    /// <exception cref="CatalogRefusedException">No key is called so, or several are.</exception>
    public Task<ApiKeyRow> RevokeAsync(string name, CancellationToken cancellation) =>
        ChangeAsync(rows => Find(name, rows) is { RevokedBy: not ManagedBy.Hand } key
            ? key with { RevokedAt = time.GetUtcNow(), RevokedBy = ManagedBy.Hand }
            : Find(name, rows), cancellation);

    /// <summary>Every key, revoked ones too, by account and name.</summary>
    public async Task<ImmutableArray<ApiKeyRow>> ListAsync(CancellationToken cancellation) => (await store.LoadAsync(cancellation)).Keys;

    private ApiKeyRow Create(KeyRequest request, CatalogRows rows, out string secret)
    {
        secret = KeyFormat.Generate(rows.Setting(SettingRow.KeyPrefix) ?? SettingRow.DefaultKeyPrefix);
        var email = request.Account.ToLowerInvariant();
        var account = rows.Accounts.FirstOrDefault(a => a.Email == email)
            ?? throw Refused($"there is no account '{email}'{Nearest.Hint(email, rows.Accounts.Select(a => a.Email))}");
        if (request.Name.Length == 0) throw Refused("the key has no name");
        if (Names.Refuse(request.Name) is { } reason) throw Refused($"the key's name {reason}");
        if (rows.Keys.Any(k => k.AccountId == account.Id && k.Name == request.Name))
            throw Refused($"account {email} already has a key named {request.Name}");
        return new ApiKeyRow
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()),
            AccountId = account.Id,
            Account = email,
            Name = request.Name,
            Hash = hasher.Hash(secret),
            Display = KeyFormat.Display(secret),
            Groups = request.Groups,
            Models = request.Models,
            ExpiresAt = request.ExpiresAt,
            CreatedAt = time.GetUtcNow(),
            ManagedBy = ManagedBy.Hand,
        };
    }

    private async Task<ApiKeyRow> ChangeAsync(Func<CatalogRows, ApiKeyRow> work, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var rows = await store.LoadAsync(cancellation);
            var row = work(rows);
            var before = rows.Keys.FirstOrDefault(k => k.Id == row.Id);
            if (ReferenceEquals(before, row)) return row;
            var next = rows with { Keys = [.. rows.Keys.Where(k => k.Id != row.Id), row] };
            ImmutableArray<string> reasons =
                [.. CatalogRules.Check(new CatalogIndex(next)).Where(p => !p.IsWarning && p.Subject == row.Key).Select(p => p.ToString())];
            if (!reasons.IsEmpty) throw new CatalogRefusedException(reasons);
            try
            {
                await store.ApplyAsync(rows.Version, [new RowChange(row, before)], cancellation);
                return row;
            }
            catch (CatalogConflictException) when (attempt < Tries)
            {
                // Somebody else wrote meanwhile: look again.
                continue;
            }
        }
    }

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
