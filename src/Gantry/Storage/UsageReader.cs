using System.Data.Common;
using Dapper;
using Gantry.Billing;

namespace Gantry.Storage;

/// <summary>Usage records and their hourly sums, read for the account that they belong to.</summary>
internal sealed class UsageReader(IDatabase database) : IUsageReader
{
    // Each part by an index of its own: who may see them is asked of the few that are found.
    private static string Find(Dialect dialect, UsageOwner owner) =>
        $"""
        SELECT * FROM usage_records WHERE {UsageOwnerSql.Of(owner)} AND request_id {dialect.Among(ById)} ORDER BY started_at + 0 DESC, request_id DESC LIMIT 1
        """;

    private const string ById =
        """
        SELECT request_id FROM usage_records WHERE request_id = @id
        UNION ALL SELECT request_id FROM usage_records WHERE upstream_response_id = @id
        UNION ALL SELECT request_id FROM attempt_costs WHERE attempt_id = @id
        """;

    public Task<StoredRequest?> FindAsync(UsageOwner owner, string id, CancellationToken cancellation) => database.ReadAsync(
        async connection =>
        {
            if (await connection.QueryFirstOrDefaultAsync(Find(Dialect.Of(connection), owner), new { owner = owner.AccountId.ToString(), member = owner.MemberId?.ToString(), id }) is not IDictionary<string, object?> found) return null;
            return await WithTrailAsync(connection, UsageRows.Request(new UsageRows.Row(found)));
        },
        cancellation);

    public Task<IReadOnlyList<UsageSum>> SumAsync(UsageOwner owner, DateTimeOffset from, DateTimeOffset to, UsageGrouping grouping, CancellationToken cancellation) =>
        database.ReadAsync(connection => UsageSumSql.ReadAsync(connection, owner, from, to, grouping), cancellation);

    public Task<IReadOnlyList<UsageSum>> SumSessionAsync(UsageOwner owner, string session, DateTimeOffset from, DateTimeOffset to, UsageGrouping grouping, CancellationToken cancellation) =>
        database.ReadAsync(connection => UsageSessionSql.ReadAsync(connection, owner, session, from, to, grouping), cancellation);

    /// <summary>The same with every try of the request.</summary>
    internal static async Task<StoredRequest> WithTrailAsync(DbConnection connection, StoredRequest request)
    {
        var trail = await connection.QueryAsync("SELECT * FROM attempt_costs WHERE request_id = @id ORDER BY number", new { id = request.Record.RequestId });
        return request with
        {
            Record = request.Record with { Trail = [.. trail.Select(attempt => UsageRows.Attempt(new UsageRows.Row((IDictionary<string, object?>)attempt)))] },
        };
    }
}
