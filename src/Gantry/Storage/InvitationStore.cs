using System.Data.Common;
using System.Text.Json;
using Dapper;
using Gantry.Accounts.Joining;
using Gantry.Audit;
using Gantry.Catalog;

namespace Gantry.Storage;

/// <summary>Invitations in a database. Those of people who wanted to register go some days after their end; those by somebody stay.</summary>
internal sealed class InvitationStore(IDatabase database, AuditChain chain, TimeProvider time) : IInvitationStore
{
    private const string Columns =
        """
        SELECT id AS Id, email AS Email, role AS Role, spend_caps AS SpendCaps, rate_limits AS RateLimits, time_zone AS TimeZone, plan AS Plan, invited_by_id AS InvitedById,
               invited_by AS InvitedBy, created_at AS CreatedAt, expires_at AS ExpiresAt, used_at AS UsedAt, revoked_at AS RevokedAt
        FROM invitations
        """;

    private const string IsOpen = "used_at IS NULL AND revoked_at IS NULL AND expires_at > @now";

    private static readonly TimeSpan Remembered = TimeSpan.FromDays(7);

    private long Now => UnixMicros.Of(time.GetUtcNow());

    public Task<InvitationVerdict> AddAsync(Invitation invitation, string tokenHash, AuditNote note, CancellationToken cancellation) => database.WriteAsync(
        async connection =>
        {
            var what = new { now = Now, old = UnixMicros.Of(time.GetUtcNow() - Remembered), email = invitation.Email };
            await connection.ExecuteAsync("DELETE FROM invitations WHERE invited_by_id IS NULL AND expires_at < @old", what);
            if (await connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM accounts WHERE email = @email", what) > 0) return InvitationVerdict.HasAccount;
            if (invitation.InvitedById is not null
                && await connection.ExecuteScalarAsync<long>($"SELECT COUNT(*) FROM invitations WHERE email = @email AND invited_by_id IS NOT NULL AND {IsOpen}", what) > 0)
            {
                return InvitationVerdict.InvitedBefore;
            }

            await connection.ExecuteAsync(
                """
                INSERT INTO invitations (id, token_hash, email, role, spend_caps, rate_limits, time_zone, plan, invited_by_id, invited_by, created_at, expires_at)
                VALUES (@Id, @tokenHash, @Email, @Role, @SpendCaps, @RateLimits, @TimeZone, @Plan, @InvitedById, @InvitedBy, @CreatedAt, @ExpiresAt)
                """,
                new
                {
                    Id = invitation.Id.ToString(),
                    tokenHash,
                    invitation.Email,
                    Role = EnumWords.Of(invitation.Role),
                    SpendCaps = SpendLimit.ToJson(invitation.SpendCaps),
                    RateLimits = invitation.RateLimits is { } rates ? JsonSerializer.Serialize(rates, CatalogJson.Default.RateTerms) : null,
                    invitation.TimeZone,
                    invitation.Plan,
                    InvitedById = invitation.InvitedById?.ToString(),
                    invitation.InvitedBy,
                    CreatedAt = UnixMicros.Of(invitation.CreatedAt),
                    ExpiresAt = UnixMicros.Of(invitation.ExpiresAt),
                });
            await LogAsync(connection, note, new AuditChange(Target(invitation), After: Said(invitation)));
            return InvitationVerdict.Invited;
        },
        cancellation);

    public Task<Invitation?> FindAsync(string tokenHash, CancellationToken cancellation) => database.ReadAsync(
        async connection => (await connection.QueryFirstOrDefaultAsync<Row>($"{Columns} WHERE token_hash = @tokenHash", new { tokenHash }))?.ToInvitation(), cancellation);

    public Task<Invitation?> FindAsync(Guid id, CancellationToken cancellation) => database.ReadAsync(connection => FindAsync(connection, id), cancellation);

    public Task<IReadOnlyList<Invitation>> ListAsync(InvitationQuery query, CancellationToken cancellation) => database.ReadAsync(
        async connection =>
        {
            var rows = await connection.QueryAsync<Row>(
                $"""
                {Columns}
                WHERE invited_by_id IS NOT NULL AND (@after IS NULL OR id < @after) AND (@like IS NULL OR email LIKE @like ESCAPE '\')
                  AND (@open IS NULL OR ({IsOpen}) = (@open = 1))
                ORDER BY id DESC LIMIT @Limit
                """,
                new
                {
                    now = Now,
                    after = query.After?.ToString(),
                    like = LikeText.Prefix(query.Search?.ToLowerInvariant()),
                    open = query.Open is { } open ? open ? 1L : 0L : (long?)null,
                    query.Limit,
                });
            return (IReadOnlyList<Invitation>)[.. rows.Select(r => r.ToInvitation())];
        },
        cancellation);

    public Task<bool> RevokeAsync(Guid id, AuditNote note, CancellationToken cancellation) => database.WriteAsync(
        async connection =>
        {
            if (await connection.ExecuteAsync($"UPDATE invitations SET revoked_at = @now WHERE id = @id AND {IsOpen}", new { now = Now, id = id.ToString() }) == 0) return false;
            var invitation = await FindAsync(connection, id);
            await LogAsync(connection, note, new AuditChange(Target(invitation!), """{"revoked":"false"}""", """{"revoked":"true"}"""));
            return true;
        },
        cancellation);

    public Task<bool> UseAsync(Guid id, CancellationToken cancellation) => database.WriteAsync(
        async connection => await connection.ExecuteAsync($"UPDATE invitations SET used_at = @now WHERE id = @id AND {IsOpen}", new { now = Now, id = id.ToString() }) == 1, cancellation);

    private static async Task<Invitation?> FindAsync(DbConnection connection, Guid id) =>
        (await connection.QueryFirstOrDefaultAsync<Row>($"{Columns} WHERE id = @id AND invited_by_id IS NOT NULL", new { id = id.ToString() }))?.ToInvitation();

    private static string Target(Invitation invitation) => $"invitation {invitation.Email}";

    private static string Said(Invitation invitation) => JsonSerializer.Serialize(
        new Dictionary<string, string>
        {
            ["id"] = invitation.Id.ToString(),
            ["role"] = EnumWords.Of(invitation.Role),
            ["spend_cap"] = string.Join(", ", invitation.SpendCaps),
            ["rate_limits"] = invitation.RateLimits?.ToString() ?? "",
            ["time_zone"] = invitation.TimeZone ?? "",
            ["plan"] = invitation.Plan ?? "",
            ["expires_at"] = invitation.ExpiresAt.ToString("O"),
        },
        CatalogJson.Default.DictionaryStringString);

    private Task LogAsync(DbConnection connection, AuditNote note, AuditChange change) => AuditRecords.AppendAsync(connection, chain, note, [change], time.GetUtcNow());

    private sealed record Row
    {
        public string Id { get; init; } = "";

        public string Email { get; init; } = "";

        public string Role { get; init; } = "";

        public string SpendCaps { get; init; } = "[]";

        public string? RateLimits { get; init; }

        public string? TimeZone { get; init; }

        public string? Plan { get; init; }

        public string? InvitedById { get; init; }

        public string? InvitedBy { get; init; }

        public long CreatedAt { get; init; }

        public long ExpiresAt { get; init; }

        public long? UsedAt { get; init; }

        public long? RevokedAt { get; init; }

        public Invitation ToInvitation() => new()
        {
            Id = Guid.Parse(Id),
            Email = Email,
            Role = EnumWords.Parse<AccountRole>(Role),
            SpendCaps = SpendLimit.OfJson(SpendCaps),
            RateLimits = RateLimits is null ? null : JsonSerializer.Deserialize(RateLimits, CatalogJson.Default.RateTerms),
            TimeZone = TimeZone,
            Plan = Plan,
            InvitedById = InvitedById is null ? null : Guid.Parse(InvitedById),
            InvitedBy = InvitedBy,
            CreatedAt = UnixMicros.ToTime(CreatedAt),
            ExpiresAt = UnixMicros.ToTime(ExpiresAt),
            UsedAt = UnixMicros.ToTime(UsedAt),
            RevokedAt = UnixMicros.ToTime(RevokedAt),
        };
    }
}
