using System.Text.Json;
using Dapper;
using Gantry.Accounts;
using Gantry.Audit;
using Gantry.Catalog;
using Gantry.Secrets;

namespace Gantry.Storage;

/// <summary>Admin tokens in a database.</summary>
internal sealed class AdminTokenStore(IDatabase database, AuditChain chain, TimeProvider time) : IAdminTokenStore
{
    private const string Columns =
        """
        SELECT t.id AS Id, t.account_id AS AccountId, a.email AS Account, t.name AS Name, t.token_hash AS TokenHash, t.display AS Display,
               t.scopes AS Scopes, t.created_at AS CreatedAt, t.expires_at AS ExpiresAt, t.revoked_at AS RevokedAt,
               t.last_used_at AS LastUsedAt, a.role AS Role, a.disabled_by AS DisabledBy
        FROM admin_tokens t JOIN accounts a ON a.id = t.account_id
        """;

    public Task<AdminToken?> FindAsync(KeyHash hash, CancellationToken cancellation) => database.ReadAsync(
        async connection => (await connection.QueryFirstOrDefaultAsync<Row>($"{Columns} WHERE t.token_hash = @hash", new { hash = hash.ToHex() }))?.ToToken(),
        cancellation);

    public Task<IReadOnlyList<AdminToken>> ListAsync(AdminTokenQuery query, CancellationToken cancellation) => database.ReadAsync(
        async connection =>
        {
            var rows = await connection.QueryAsync<Row>(
                $"""
                {Columns}
                WHERE (@owner IS NULL OR t.account_id = @owner) AND (@after IS NULL OR t.id > @after) AND (@like IS NULL OR t.name {Dialect.Of(connection).Like} @like ESCAPE '\')
                ORDER BY t.id LIMIT @Limit
                """,
                new { owner = query.Owner?.ToString(), after = query.After?.ToString(), like = LikeText.Prefix(query.Search), query.Limit });
            return (IReadOnlyList<AdminToken>)[.. rows.Select(r => r.ToToken())];
        },
        cancellation);

    public Task AddAsync(AdminToken token, AuditNote note, CancellationToken cancellation) => database.WriteAsync(
        async connection =>
        {
            await connection.ExecuteAsync(
                """
                INSERT INTO admin_tokens (id, account_id, name, token_hash, display, scopes, created_at, expires_at)
                VALUES (@Id, @AccountId, @Name, @Hash, @Display, @Scopes, @CreatedAt, @ExpiresAt)
                """,
                new
                {
                    Id = token.Id.ToString(),
                    AccountId = token.AccountId.ToString(),
                    token.Name,
                    Hash = token.Hash.ToHex(),
                    token.Display,
                    Scopes = JsonSerializer.Serialize([.. token.Scopes], CatalogJson.Default.StringArray),
                    CreatedAt = UnixMicros.Of(token.CreatedAt),
                    ExpiresAt = UnixMicros.Of(token.ExpiresAt),
                });
            var after = JsonSerializer.Serialize(
                new Dictionary<string, string> { ["name"] = token.Name, ["display"] = token.Display, ["scopes"] = string.Join(", ", token.Scopes), ["expires_at"] = token.ExpiresAt?.ToString("O") ?? "" },
                CatalogJson.Default.DictionaryStringString);
            await AuditRecords.AppendAsync(connection, chain, note, [new AuditChange(Target(token.Id, token.Account), After: after)], time.GetUtcNow());
            return 0;
        },
        cancellation);

    public Task<bool> RevokeAsync(Guid id, Guid? owner, AuditNote note, CancellationToken cancellation) => database.WriteAsync(
        async connection =>
        {
            var found = (await connection.QueryFirstOrDefaultAsync<Row>(
                $"{Columns} WHERE t.id = @id AND (@owner IS NULL OR t.account_id = @owner)", new { id = id.ToString(), owner = owner?.ToString() }))?.ToToken();
            if (found is null) return false;
            if (found.RevokedAt is not null) return true;
            await connection.ExecuteAsync("UPDATE admin_tokens SET revoked_at = @now WHERE id = @id", new { id = id.ToString(), now = UnixMicros.Of(time.GetUtcNow()) });
            await AuditRecords.AppendAsync(connection, chain, note, [new AuditChange(Target(id, found.Account), Before: """{"revoked":"false"}""", After: """{"revoked":"true"}""")], time.GetUtcNow());
            return true;
        },
        cancellation);

    public Task UsedAsync(Guid id, CancellationToken cancellation) => database.WriteAsync(
        connection => connection.ExecuteAsync("UPDATE admin_tokens SET last_used_at = @now WHERE id = @id", new { id = id.ToString(), now = UnixMicros.Of(time.GetUtcNow()) }),
        cancellation);

    private static string Target(Guid id, string account) => $"token {account}/{id}";

    private sealed record Row
    {
        public string Id { get; init; } = "";

        public string AccountId { get; init; } = "";

        public string Account { get; init; } = "";

        public string Name { get; init; } = "";

        public string TokenHash { get; init; } = "";

        public string Display { get; init; } = "";

        public string Scopes { get; init; } = "[]";

        public long CreatedAt { get; init; }

        public long? ExpiresAt { get; init; }

        public long? RevokedAt { get; init; }

        public long? LastUsedAt { get; init; }

        public string Role { get; init; } = "";

        public string? DisabledBy { get; init; }

        public AdminToken ToToken() => new()
        {
            Id = Guid.Parse(Id),
            AccountId = Guid.Parse(AccountId),
            Account = Account,
            Name = Name,
            Hash = KeyHash.FromHex(TokenHash),
            Display = Display,
            Scopes = [.. JsonSerializer.Deserialize(Scopes, CatalogJson.Default.StringArray)!],
            CreatedAt = UnixMicros.ToTime(CreatedAt),
            ExpiresAt = UnixMicros.ToTime(ExpiresAt),
            RevokedAt = UnixMicros.ToTime(RevokedAt),
            LastUsedAt = UnixMicros.ToTime(LastUsedAt),
            Role = EnumWords.Parse<AccountRole>(Role),
            Disabled = DisabledBy is not null,
        };
    }
}
