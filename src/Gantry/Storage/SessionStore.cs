using Dapper;
using Gantry.Accounts.Sessions;
using Gantry.Catalog;

namespace Gantry.Storage;

/// <summary>Sessions in a database, by the keyed hash of what their cookie holds.</summary>
internal sealed class SessionStore(IDatabase database) : ISessionStore
{
    private const string Columns =
        """
        s.id AS Id, s.secret_hash AS SecretHash, s.account_id AS AccountId, s.stage AS Stage, s.role AS Role, s.remember AS Remember, s.began_at AS BeganAt,
        s.seen_at AS SeenAt, s.proved_at AS ProvedAt, s.expires_at AS ExpiresAt, s.address AS Address, s.browser AS Browser, s.draft_sealed AS TotpDraft
        """;

    public Task<SessionLook?> FindAsync(string secretHash, CancellationToken cancellation) => database.ReadAsync(
        async connection => (await connection.QuerySingleOrDefaultAsync<Row>(
            $"""
            SELECT {Columns}, a.email AS Email, a.role AS AccountRole, a.disabled_by AS DisabledBy,
                (CASE WHEN i.totp_sealed IS NOT NULL OR EXISTS (SELECT 1 FROM passkeys p WHERE p.account_id = s.account_id) THEN 1 ELSE 0 END) AS HasFactor
            FROM sessions s JOIN accounts a ON a.id = s.account_id LEFT JOIN sign_ins i ON i.account_id = s.account_id
            WHERE s.secret_hash = @secretHash
            """,
            new { secretHash }))?.ToLook(),
        cancellation);

    public Task<IReadOnlyList<SessionRow>> ListAsync(Guid account, CancellationToken cancellation) => database.ReadAsync(
        async connection => (IReadOnlyList<SessionRow>)
        [
            .. (await connection.QueryAsync<Row>(
                $"SELECT {Columns} FROM sessions s WHERE s.account_id = @account AND s.stage = @stage ORDER BY s.seen_at DESC, s.id",
                new { account = account.ToString(), stage = EnumWords.Of(SessionStage.SignedIn) })).Select(row => row.ToSession()),
        ],
        cancellation);

    public Task AddAsync(SessionRow session, CancellationToken cancellation) => database.WriteAsync(
        async connection =>
        {
            await connection.ExecuteAsync("DELETE FROM sessions WHERE expires_at <= @BeganAt", new { BeganAt = UnixMicros.Of(session.BeganAt) });
            return await connection.ExecuteAsync(
                """
                INSERT INTO sessions (id, secret_hash, account_id, stage, role, remember, began_at, seen_at, proved_at, expires_at, address, browser, draft_sealed)
                VALUES (@Id, @SecretHash, @AccountId, @Stage, @Role, @Remember, @BeganAt, @SeenAt, @ProvedAt, @ExpiresAt, @Address, @Browser, @TotpDraft)
                """,
                Row.Of(session));
        },
        cancellation);

    public Task<bool> RenewAsync(string formerHash, string nextHash, DateTimeOffset provedAt, CancellationToken cancellation) => database.WriteAsync(
        async connection => await connection.ExecuteAsync(
            "UPDATE sessions SET secret_hash = @nextHash, proved_at = @at WHERE secret_hash = @formerHash", new { formerHash, nextHash, at = UnixMicros.Of(provedAt) }) == 1,
        cancellation);

    public Task SeenAsync(Guid id, DateTimeOffset at, string address, CancellationToken cancellation) => database.WriteAsync(
        connection => connection.ExecuteAsync(
            "UPDATE sessions SET seen_at = @at, address = @address WHERE id = @id AND seen_at < @at", new { id = id.ToString(), at = UnixMicros.Of(at), address }),
        cancellation);

    public Task DraftTotpAsync(Guid id, byte[]? sealedKey, CancellationToken cancellation) => database.WriteAsync(
        connection => connection.ExecuteAsync(
            "UPDATE sessions SET draft_sealed = @draft WHERE id = @id", new { id = id.ToString(), draft = sealedKey is null ? null : Convert.ToBase64String(sealedKey) }),
        cancellation);

    public Task<bool> EndAsync(Guid account, Guid id, CancellationToken cancellation) => database.WriteAsync(
        async connection => await connection.ExecuteAsync(
            "DELETE FROM sessions WHERE id = @id AND account_id = @account", new { id = id.ToString(), account = account.ToString() }) == 1,
        cancellation);

    public Task EndOthersAsync(Guid account, Guid? kept, CancellationToken cancellation) => database.WriteAsync(
        connection => connection.ExecuteAsync(
            "DELETE FROM sessions WHERE account_id = @account AND id <> @kept", new { account = account.ToString(), kept = kept?.ToString() ?? "" }),
        cancellation);

    private sealed class Row
    {
        public string Id { get; set; } = "";
        public string SecretHash { get; set; } = "";
        public string AccountId { get; set; } = "";
        public string Stage { get; set; } = "";
        public string Role { get; set; } = "";
        public long Remember { get; set; }
        public long BeganAt { get; set; }
        public long SeenAt { get; set; }
        public long ProvedAt { get; set; }
        public long ExpiresAt { get; set; }
        public string Address { get; set; } = "";
        public string Browser { get; set; } = "";
        public string? TotpDraft { get; set; }
        public string Email { get; set; } = "";
        public string AccountRole { get; set; } = "";
        public string? DisabledBy { get; set; }
        public long HasFactor { get; set; }

        public static Row Of(SessionRow session) => new()
        {
            Id = session.Id.ToString(),
            SecretHash = session.SecretHash,
            AccountId = session.AccountId.ToString(),
            Stage = EnumWords.Of(session.Stage),
            Role = EnumWords.Of(session.Role),
            Remember = session.Remember ? 1 : 0,
            BeganAt = UnixMicros.Of(session.BeganAt),
            SeenAt = UnixMicros.Of(session.SeenAt),
            ProvedAt = UnixMicros.Of(session.ProvedAt),
            ExpiresAt = UnixMicros.Of(session.ExpiresAt),
            Address = session.Address,
            Browser = session.Browser,
            TotpDraft = session.TotpDraft is null ? null : Convert.ToBase64String(session.TotpDraft),
        };

        public SessionLook ToLook() => new(ToSession(), Email, EnumWords.Parse<AccountRole>(AccountRole), DisabledBy is not null, HasFactor != 0);

        public SessionRow ToSession() => new()
        {
            Id = Guid.Parse(Id),
            SecretHash = SecretHash,
            AccountId = Guid.Parse(AccountId),
            Stage = EnumWords.Parse<SessionStage>(Stage),
            Role = EnumWords.Parse<AccountRole>(Role),
            Remember = Remember != 0,
            BeganAt = UnixMicros.ToTime(BeganAt),
            SeenAt = UnixMicros.ToTime(SeenAt),
            ProvedAt = UnixMicros.ToTime(ProvedAt),
            ExpiresAt = UnixMicros.ToTime(ExpiresAt),
            Address = Address,
            Browser = Browser,
            TotpDraft = TotpDraft is null ? null : Convert.FromBase64String(TotpDraft),
        };
    }
}
