using Dapper;
using Gantry.Billing;
using Gantry.Catalog;

namespace Gantry.Storage;

/// <summary>The usage log of all accounts, or of one where its owner asks.</summary>
internal sealed class UsageLog(IDatabase database) : IUsageLog
{
    public Task<IReadOnlyList<StoredRequest>> PageAsync(UsageLogQuery query, CancellationToken cancellation) => database.ReadAsync(
        async connection =>
        {
            var rows = await connection.QueryAsync(
                PageSql(query),
                new
                {
                    owner = query.Owner?.AccountId.ToString(),
                    member = query.Owner?.MemberId?.ToString(),
                    key = query.Key?.ToString(),
                    query.Model,
                    query.Group,
                    outcome = query.Outcome is { } outcome ? EnumWords.Of(outcome) : null,
                    from = UnixMicros.Of(query.From),
                    to = UnixMicros.Of(query.To),
                    at = UnixMicros.Of(query.Before?.StartedAt),
                    id = query.Before?.RequestId,
                    query.Limit,
                });
            return (IReadOnlyList<StoredRequest>)[.. rows.Select(row => UsageRows.Request(new UsageRows.Row((IDictionary<string, object?>)row)))];
        },
        cancellation);

    public Task<IReadOnlyList<UsageSum>> SumAsync(UsageOwner? owner, DateTimeOffset from, DateTimeOffset to, UsageGrouping grouping, CancellationToken cancellation) => database.ReadAsync(
        async connection =>
        {
            var rows = await connection.QueryAsync(
                UsageRows.SumSql(UsageReader.Column(grouping), $"{(owner is { } whose ? UsageOwnerSql.Of(whose) + " AND " : "")}hour >= @first AND hour < @last"),
                new { owner = owner?.AccountId.ToString(), member = owner?.MemberId?.ToString(), first = UnixMicros.Of(from), last = UnixMicros.Of(to) });
            return (IReadOnlyList<UsageSum>)[.. rows.Select(row => UsageRows.Sum(new UsageRows.Row((IDictionary<string, object?>)row)))];
        },
        cancellation);

    public Task<StoredRequest?> FindAsync(string id, CancellationToken cancellation) => database.ReadAsync(
        async connection =>
            await connection.ExecuteScalarAsync<string?>(LedgerBook.FindRequest, new { id }) is { } request
            && await connection.QueryFirstOrDefaultAsync("SELECT * FROM usage_records WHERE request_id = @request", new { request }) is IDictionary<string, object?> found
                ? await UsageReader.WithTrailAsync(connection, UsageRows.Request(new UsageRows.Row(found)))
                : null,
        cancellation);

    /// <summary>Conditions that are not asked for are left out: the engine then sees which index serves the rest.</summary>
    internal static string PageSql(UsageLogQuery query)
    {
        string?[] conditions =
        [
            query.Owner is { } owner ? UsageOwnerSql.Of(owner) : null,
            query.Key is null ? null : "key_id = @key",
            query.Model is null ? null : "model = @Model",
            query.Group is null ? null : "group_name = @Group",
            query.Outcome is null ? null : "outcome = @outcome",
            query.From is null ? null : "started_at >= @from",
            query.To is null ? null : "started_at < @to",
            query.Before is null ? null : "(started_at, request_id) < (@at, @id)",
        ];
        var where = string.Join(" AND ", conditions.OfType<string>());
        return $"SELECT * FROM usage_records{(where.Length == 0 ? "" : " WHERE " + where)} ORDER BY started_at DESC, request_id DESC LIMIT @Limit";
    }
}
