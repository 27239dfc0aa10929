using System.Data.Common;
using Dapper;
using Gantry.Alerts;
using Gantry.Audit;
using Gantry.Billing.Pricing;
using Gantry.Catalog;
using Gantry.Secrets;

namespace Gantry.Storage;

/// <summary>Alerts in a database.</summary>
internal sealed class AlertStore(IDatabase database, SecretSeal seal, AuditChain chain, TimeProvider time) : IAlertStore
{
    // A person's own, those of its keys and budgets in teams, and those of the teams that it manages.
    private const string ToldTo =
        "a.account_id = @account OR a.member_id = @account OR a.account_id IN (SELECT m.team_id FROM team_members m WHERE m.account_id = @account AND m.role = 'manager')";

    // Others get their turn at the database in between.
    private const int AtOnce = 50;

    public Task<IReadOnlyList<Alert>> OpenAsync(CancellationToken cancellation) =>
        database.ReadAsync(connection => ReadAsync(connection, "a.closed_at IS NULL ORDER BY a.id", new { }), cancellation);

    public Task<IReadOnlyList<Alert>> ListAsync(AlertQuery query, CancellationToken cancellation) => database.ReadAsync(
        connection => ReadAsync(
            connection,
            $"(@account IS NULL OR {ToldTo}) AND (@before IS NULL OR a.id < @before) AND (@OpenOnly = 0 OR a.closed_at IS NULL) ORDER BY a.id DESC LIMIT @Limit",
            new { account = query.AccountId?.ToString(), before = query.Before?.ToString(), OpenOnly = query.OpenOnly ? 1 : 0, query.Limit }),
        cancellation);

    public async Task<IReadOnlyList<Alert>> ApplyAsync(IReadOnlyList<AlertNote> raised, IReadOnlyList<AlertEnd> ended, AlertRoute route, CancellationToken cancellation)
    {
        var done = new List<Alert>();
        foreach (var some in ended.Chunk(AtOnce)) done.AddRange(await database.WriteAsync(connection => AlertRecords.EndAsync(connection, Post(route), some), cancellation));
        foreach (var some in raised.Chunk(AtOnce)) done.AddRange(await database.WriteAsync(connection => AlertRecords.RaiseAsync(connection, Post(route), some), cancellation));
        return done;
    }

    public Task<int> TrimAsync(CancellationToken cancellation) => database.WriteAsync(
        connection => connection.ExecuteAsync("DELETE FROM alerts WHERE closed_at < @before", new { before = UnixMicros.Of(time.GetUtcNow() - IAlertStore.Kept) }), cancellation);

    public Task<AlertPreferences> PreferencesAsync(Guid accountId, CancellationToken cancellation) =>
        database.ReadAsync(connection => PreferencesAsync(connection, accountId), cancellation);

    public Task SaveAsync(AlertPreferences preferences, AuditNote note, CancellationToken cancellation) => database.WriteAsync(
        async connection =>
        {
            var id = preferences.AccountId.ToString();
            var before = await PreferencesAsync(connection, preferences.AccountId);
            await connection.ExecuteAsync(
                """
                INSERT INTO alert_preferences (account_id, low_balance_nanos, muted) VALUES (@id, @nanos, @muted)
                ON CONFLICT (account_id) DO UPDATE SET low_balance_nanos = excluded.low_balance_nanos, muted = excluded.muted
                """,
                new { id, nanos = preferences.LowBalance?.Nanos, muted = Words(preferences) });
            var email = await connection.ExecuteScalarAsync<string>("SELECT email FROM accounts WHERE id = @id", new { id });
            await AuditRecords.AppendAsync(connection, chain, note, [new AuditChange($"alerts of account {email}", Text(before), Text(preferences))], time.GetUtcNow());
            return 0;
        },
        cancellation);

    private AlertPost Post(AlertRoute route) => new(seal, route, time.GetUtcNow());

    private static string Words(AlertPreferences preferences) => string.Join(',', preferences.Muted.Select(EnumWords.Of));

    private static string Text(AlertPreferences preferences) => System.Text.Json.JsonSerializer.Serialize(
        new Dictionary<string, string> { ["low_balance"] = preferences.LowBalance?.ToString() ?? "", ["muted"] = Words(preferences) });

    private static async Task<AlertPreferences> PreferencesAsync(DbConnection connection, Guid accountId)
    {
        var row = await connection.QuerySingleOrDefaultAsync<(long? Nanos, string? Muted)>(
            "SELECT low_balance_nanos, muted FROM alert_preferences WHERE account_id = @id", new { id = accountId.ToString() });
        return new AlertPreferences(accountId, row.Nanos is { } nanos ? new Money(nanos) : null, [.. AlertRecords.Kinds(row.Muted)]);
    }

    private static async Task<IReadOnlyList<Alert>> ReadAsync(DbConnection connection, string where, object parameters)
    {
        var rows = await connection.QueryAsync<Row>(
            $"""
            SELECT a.id AS Id, a.kind AS Kind, a.subject AS Subject, a.mark AS Mark, a.account_id AS AccountId, a.member_id AS MemberId, c.email AS Email, a.text AS Text, a.at AS At, a.closed_at AS ClosedAt
            FROM alerts a LEFT JOIN accounts c ON c.id = a.account_id WHERE {where}
            """,
            parameters);
        return [.. rows.Select(row => row.ToAlert())];
    }

    private sealed record Row
    {
        public string Id { get; init; } = "";

        public string Kind { get; init; } = "";

        public string Subject { get; init; } = "";

        public string Mark { get; init; } = "";

        public string? AccountId { get; init; }

        public string? MemberId { get; init; }

        public string? Email { get; init; }

        public string Text { get; init; } = "";

        public long At { get; init; }

        public long? ClosedAt { get; init; }

        public Alert ToAlert() => new()
        {
            Id = Guid.Parse(Id),
            Key = new AlertKey(EnumWords.Parse<AlertKind>(Kind), Subject, Mark),
            AccountId = AccountId is null ? null : Guid.Parse(AccountId),
            MemberId = MemberId is null ? null : Guid.Parse(MemberId),
            Account = Email,
            Text = Text,
            At = UnixMicros.ToTime(At),
            ClosedAt = UnixMicros.ToTime(ClosedAt),
        };
    }
}
