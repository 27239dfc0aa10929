using System.Data.Common;
using Dapper;
using Gantry.Billing;
using Gantry.Billing.Retention;

namespace Gantry.Storage;

/// <summary>The table of usage records, and all that is written in the same commit: what their requests cost, paid from their wallets.</summary>
internal sealed class UsageStore(IDatabase database, TimeProvider time) : IUsageStore
{
    /// <summary>Of PostgreSQL, where other nodes wait for the end of a write: some milliseconds (decision 0042).</summary>
    public const int MostRowsAtOnce = 250;

    // A batch of more is what has piled up: then it has the same right to the processor as requests, or it would never be done.
    private const int MostUnhurried = 1000;

    public int MostRows => database is PostgresDatabase ? MostRowsAtOnce : int.MaxValue;

    public Task InsertAsync(IReadOnlyList<UsageRecord> records, CancellationToken cancellation) =>
        database.WriteAsync(connection => InsertAsync(connection, records), cancellation);

    private async Task<int> InsertAsync(DbConnection connection, IReadOnlyList<UsageRecord> records)
    {
        var fresh = Dialect.IsPostgres(connection) ? await FreshAtOnceAsync(connection, records) : await FreshAsync(connection, records);
        if (fresh.Count == 0) return 0;
        var writer = RowWriter.On(connection, givesWay: records.Count <= MostUnhurried);
        var settled = await SettlementRun.SettleAsync(connection, fresh, UnixMicros.Of(time.GetUtcNow()), writer);
        await writer.InsertAsync("usage_records", UsageColumns.Record, settled);
        await writer.InsertAsync("attempt_costs", UsageColumns.Attempt, [.. fresh.SelectMany(record => record.Trail, (record, tried) => (record, tried))]);
        await UsageRoll.AddAsync(writer, settled);
        await TrafficRoll.AddAsync(writer, settled);
        await writer.FlushAsync();
        return fresh.Count;
    }

    // Asked before, not left to the insert: what is there already must not move money again.
    // A record that is old enough to have been dropped since may be a settlement without a record.
    private async Task<List<UsageRecord>> FreshAsync(DbConnection connection, IReadOnlyList<UsageRecord> records)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        var fresh = new List<UsageRecord>(records.Count);
        await using var look = PreparedStatement.Create(connection, "SELECT 1 FROM usage_records WHERE request_id = @0", 1);
        await using var settled = PreparedStatement.Create(connection, "SELECT 1 FROM ledger_transactions WHERE request_id = @0 AND kind = 'settle'", 1);
        var kept = time.GetUtcNow().AddDays(-RetentionTerms.LeastUsageDays);
        foreach (var record in records)
        {
            look.Set(0, record.RequestId);
            settled.Set(0, record.RequestId);
            if (known.Add(record.RequestId) && !await look.RunAsync() && (record.StartedAt >= kept || !await settled.RunAsync())) fresh.Add(record);
        }

        return fresh;
    }

    // The same as one question. A record that comes again began when it began before, so that one partition is looked into for each. Whatever has been settled
    // is known by the ledger as well, wherever its record lies. Asked row by row: a join would be planned for the tables as they were, and they grow.
    private static async Task<List<UsageRecord>> FreshAtOnceAsync(DbConnection connection, IReadOnlyList<UsageRecord> records)
    {
        var known = new HashSet<string>(
            await connection.QueryAsync<string>(
                """
                SELECT id FROM unnest(@ids, @starts) AS r(id, start)
                WHERE (SELECT 1 FROM usage_records u WHERE u.request_id = r.id AND u.started_at = r.start LIMIT 1) IS NOT NULL
                    OR (SELECT 1 FROM ledger_transactions t WHERE t.request_id = r.id AND t.kind = 'settle' LIMIT 1) IS NOT NULL
                """,
                new
                {
                    ids = records.Select(record => PostgresText.Keepable(record.RequestId)).ToArray(),
                    starts = records.Select(record => UnixMicros.Of(record.StartedAt)).ToArray(),
                }),
            StringComparer.Ordinal);
        return [.. records.Where(record => known.Add(PostgresText.Keepable(record.RequestId)))];
    }
}
