using Dapper;
using Gantry.Billing;

namespace Gantry.Storage;

/// <summary>The usage log of all accounts, or of one where its owner asks.</summary>
internal sealed class UsageLog(IDatabase database) : IUsageLog
{
    public Task<IReadOnlyList<StoredRequest>> PageAsync(UsageLogQuery query, CancellationToken cancellation) => database.ReadAsync(
        async connection =>
        {
            var given = UsageFilterSql.Parameters(query);
            given.Add("at", UnixMicros.Of(query.Before?.StartedAt));
            given.Add("id", query.Before?.RequestId);
            given.Add("limit", query.Limit);
            var rows = await connection.QueryAsync(PageSql(Dialect.Of(connection), query), given);
            return (IReadOnlyList<StoredRequest>)[.. rows.Select(row => UsageRows.Request(new UsageRows.Row((IDictionary<string, object?>)row)))];
        },
        cancellation);

    public Task<IReadOnlyList<UsageSum>> SumAsync(UsageOwner? owner, DateTimeOffset from, DateTimeOffset to, UsageGrouping grouping, CancellationToken cancellation) =>
        database.ReadAsync(connection => UsageSumSql.ReadAsync(connection, owner, from, to, grouping), cancellation);

    public Task<StoredRequest?> FindAsync(string id, CancellationToken cancellation) => database.ReadAsync(
        async connection =>
            await connection.ExecuteScalarAsync<string?>(LedgerBook.FindRequest, new { id }) is { } request
            && await connection.QueryFirstOrDefaultAsync("SELECT * FROM usage_records WHERE request_id = @request", new { request }) is IDictionary<string, object?> found
                ? await UsageReader.WithTrailAsync(connection, UsageRows.Request(new UsageRows.Row(found)))
                : null,
        cancellation);

    public Task<IReadOnlyDictionary<Guid, string>> NamesAsync(IEnumerable<Guid> keys, IEnumerable<Guid> accounts, CancellationToken cancellation) => database.ReadAsync(
        async connection => (IReadOnlyDictionary<Guid, string>)(await connection.QueryAsync<(string Id, string Name)>(
            $"""
            SELECT id, name FROM api_keys WHERE id IN ({Dialect.Of(connection).ValuesOf("@keys")})
            UNION ALL SELECT id, email FROM accounts WHERE id IN ({Dialect.Of(connection).ValuesOf("@accounts")})
            """,
            new { keys = Dialect.List(keys), accounts = Dialect.List(accounts) })).ToDictionary(r => Guid.Parse(r.Id), r => r.Name),
        cancellation);

    /// <summary>Conditions that are not asked for are left out: the engine then sees which index serves the rest.</summary>
    internal static string PageSql(Dialect dialect, UsageLogQuery query) =>
        UsageFilterSql.Select(dialect, "*", query, query.Before is null ? null : "(started_at, request_id) < (@at, @id)", newestFirst: true);
}
