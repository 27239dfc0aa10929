using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Gantry.Catalog.Seed;
using Gantry.Secrets;

namespace Gantry.Catalog.Declared;

/// <summary>
/// Works out which rows to write so that the store says what is declared: what is declared is put, what the same manager declared before
/// and no longer does goes, what others made stays. Planning twice gives no change the second time.
/// </summary>
internal sealed class CatalogPlanner(KeyHasher hasher, SecretSeal seal, SeedCatalogue seed, TimeProvider time)
{
    /// <summary>Does not write, and does not judge: the rules do.</summary>
    public CatalogPlan Plan(CatalogRows current, DeclaredCatalog declared, ManagedBy by) =>
        new Draft(current, declared, by, hasher, seal, time.GetUtcNow()).Finish(seed);

    private sealed class Draft(CatalogRows current, DeclaredCatalog declared, ManagedBy by, KeyHasher hasher, SecretSeal seal, DateTimeOffset now)
    {
        private readonly Dictionary<RowKey, CatalogRow> _before = current.All().ToDictionary(r => r.Key);
        private readonly Dictionary<RowKey, CatalogRow> _wanted = [];
        private readonly List<IssuedKey> _issued = [];
        private readonly List<string> _notes = [];

        public CatalogPlan Finish(SeedCatalogue seed)
        {
            foreach (var row in declared.Settings) Want(row);
            foreach (var secret in declared.Secrets) WantSecret(secret);
            foreach (var upstream in declared.Upstreams)
            {
                Want(SealProxy(upstream.Row));
                WantCredentials(upstream);
            }

            foreach (var model in ModelCompletion.Complete(declared, current.Models.Where(m => m.ManagedBy != by), seed))
                Want(KeepPrice(model) with { CreatedAt = Before<ModelRow>(model.Key)?.CreatedAt ?? now });
            foreach (var row in declared.Groups) Want(row);
            foreach (var row in declared.Deployments) Want(row);
            foreach (var row in declared.Plans) Want(row);
            foreach (var account in declared.Accounts) WantAccount(account);

            var changes = _wanted.Values.Select(Change).OfType<RowChange>().Concat(Leftovers()).OrderBy(c => c.Row.Key.Kind).ToImmutableArray();
            var next = new Dictionary<RowKey, CatalogRow>(_before);
            foreach (var change in changes)
            {
                if (change.Deleted) next.Remove(change.Row.Key);
                else next[change.Row.Key] = change.Row;
            }

            var rows = CatalogRows.Of(current.Version, next.Values) with { Prices = current.Prices };
            return new CatalogPlan(rows with { Prices = PriceFollow.After(rows, now) }, changes, [.. _issued], [.. _notes]);
        }

        // Where a file declares a row twice, the first counts; that it did is among its problems.
        private void Want(CatalogRow row) => _wanted.TryAdd(row.Key, row with { ManagedBy = by });

        // What a person has set is not undone by a configuration that says nothing about it.
        private ModelRow KeepPrice(ModelRow model) =>
            (model.Price is null && model.Prices.IsEmpty || model.PriceFrom == PriceSource.Seed) && Before<ModelRow>(model.Key) is { } before && PriceSource.Stays(before.PriceFrom)
                ? model with { Price = before.Price, Prices = before.Prices, PriceFrom = before.PriceFrom }
                : model;

        private T? Before<T>(RowKey key)
            where T : CatalogRow => _before.GetValueOrDefault(key) as T;

        private void WantSecret(DeclaredSecret secret) =>
            Want(Before<SecretRow>(SecretRow.KeyOf(secret.Name)) is { } stored && Holds(stored.Open, secret.Secret)
                ? stored
                : SecretRow.Create(secret.Name, secret.Secret, seal));

        private UpstreamRow SealProxy(UpstreamRow row)
        {
            if (row.Proxy is null || ProxyLogin.Split(row.Proxy) is not var (address, login)) return row;
            return Before<UpstreamRow>(row.Key) is { ProxySealed.IsEmpty: false } before && Holds(before.OpenProxyLogin, login)
                ? row with { Proxy = address, ProxySealed = before.ProxySealed }
                : row.WithSealedProxy(seal);
        }

        private void WantCredentials(DeclaredUpstream upstream)
        {
            var stored = current.Credentials.Where(c => c.Upstream == upstream.Row.Name && c.ManagedBy == by).ToList();
            for (var i = 0; i < upstream.Secrets.Length; i++)
            {
                var secret = upstream.Secrets[i];
                var same = stored.FirstOrDefault(c => Holds(c.Open, secret));
                Want(same is null
                    ? CredentialRow.Create(Guid.CreateVersion7(now), upstream.Row.Name, i, secret, seal)
                    : same with { Position = i });
            }
        }

        private bool Holds(Func<SecretSeal, string> open, string secret)
        {
            try
            {
                return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(open(seal)), Encoding.UTF8.GetBytes(secret));
            }
            catch (CryptographicException)
            {
                return false; // Sealed under a lost master key: the declared secret takes its place.
            }
        }

        private void WantAccount(DeclaredAccount account)
        {
            var before = Before<AccountRow>(account.Key);
            var disabledBy = before?.DisabledBy == by ? null : before?.DisabledBy;
            if (disabledBy is not null) _notes.Add($"{account.Key} stays disabled: a person disabled it");
            var row = new AccountRow
            {
                Id = before?.Id ?? Guid.CreateVersion7(now),
                Kind = account.Kind,
                Email = account.Email,
                Role = account.Role,
                DisabledBy = disabledBy,
                SpendCaps = account.SpendCaps,
                RateLimits = account.RateLimits,
                TimeZone = account.TimeZone,
                Plan = account.Plan,
                CreatedAt = before?.CreatedAt ?? now,
            };
            Want(row);
            WantCredit(account, row.Id);
            foreach (var member in account.Members) WantMember(member, row.Id);
            foreach (var key in account.Keys) WantKey(key, row.Id);
        }

        private void WantMember(TeamMemberRow member, Guid teamId) => Want(member with
        {
            TeamId = teamId,
            AccountId = PersonOf(member.Email) ?? Guid.Empty,
            CreatedAt = Before<TeamMemberRow>(member.Key)?.CreatedAt ?? now,
        });

        private Guid? PersonOf(string email) => ((_wanted.GetValueOrDefault(AccountRow.KeyOf(email)) ?? Before<AccountRow>(AccountRow.KeyOf(email))) as AccountRow)?.Id;

        private void WantCredit(DeclaredAccount account, Guid accountId)
        {
            if (Before<CreditRow>(CreditRow.KeyOf(account.Email, by)) is { } granted)
            {
                Want(granted);
                if (account.CreditNanos is { } asked && asked != granted.AmountNanos)
                    _notes.Add($"{granted.Label} was granted once: the amount {DecimalText.Format(asked, DecimalText.Nano, 2)} changes nothing");
            }
            else if (account.CreditNanos is > 0 and var amount)
            {
                Want(new CreditRow { AccountId = accountId, Account = account.Email, AmountNanos = amount, GrantedAt = now, ManagedBy = by });
            }
        }

        private void WantKey(DeclaredKey key, Guid accountId)
        {
            var before = Before<ApiKeyRow>(key.Row.Key);
            var secret = key.Secret ?? (before is null ? KeyFormat.Generate(Prefix()) : null);
            var hash = secret is null ? before!.Hash : hasher.Hash(secret);
            var row = key.Row with
            {
                Id = before?.Id ?? Guid.CreateVersion7(now),
                AccountId = accountId,
                MemberId = key.Row.Member is { } member ? PersonOf(member) : null,
                Hash = hash,
                Display = secret is null ? before!.Display : KeyFormat.Display(secret),
                CreatedAt = before?.CreatedAt ?? now,
                // A secret that was rotated by hand stays, with its overlap, unless the file names one.
                Former = secret is null ? before!.Former : null,
                ManagedBy = by,
            };
            if (before is { RevokedAt: not null } && before.RevokedBy != by && KeyHash.FixedTimeEquals(before.Hash, hash))
            {
                row = row with { RevokedAt = before.RevokedAt, RevokedBy = before.RevokedBy };
                _notes.Add($"{row.Key} stays revoked: a person revoked this secret; declare another one");
            }

            Want(row);
            if (key.Secret is null && before is null) _issued.Add(new IssuedKey(row, secret!));
        }

        private string Prefix() =>
            declared.Settings.FirstOrDefault(s => s.Name == SettingRow.KeyPrefix)?.Value ?? current.Setting(SettingRow.KeyPrefix) ?? SettingRow.DefaultKeyPrefix;

        private RowChange? Change(CatalogRow row)
        {
            if (!_before.TryGetValue(row.Key, out var before)) return new RowChange(row, null);
            return row.ManagedBy == before.ManagedBy && row.Facts().SequenceEqual(before.Facts()) ? null : new RowChange(row, before);
        }

        // What was charged to accounts and keys outlives them: they are closed, not deleted.
        private IEnumerable<RowChange> Leftovers()
        {
            var left = _before.Values.Where(row => row.ManagedBy == by && !_wanted.ContainsKey(row.Key)).ToArray();
            var closed = left.Select(Close).OfType<RowChange>().ToArray();
            var taken = closed.Select(change => change.Row.Key).Concat(_wanted.Keys).ToHashSet();
            var others = current.Keys.Where(key => !taken.Contains(key.Key)).ToArray();
            return [.. closed, .. left.OfType<TeamMemberRow>().SelectMany(member => member.Revocations(others, now, by))];
        }

        private RowChange? Close(CatalogRow row) => row switch
        {
            CreditRow => null,
            AccountRow account => account.Disabled ? null : new RowChange(account with { DisabledBy = by }, account),
            ApiKeyRow key => key.RevokedAt is not null ? null : new RowChange(key with { RevokedAt = now, RevokedBy = by }, key),
            _ => new RowChange(row, row, Deleted: true),
        };
    }
}
