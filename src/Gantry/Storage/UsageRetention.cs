using System.Data.Common;
using System.Diagnostics;
using Dapper;
using Gantry.Billing.Retention;

namespace Gantry.Storage;

/// <summary>
/// Drops old usage: days of PostgreSQL whole, all else by bounded deletes of 1,000 records or one hour of sums a write, then a rest, so that other writes come
/// in between.
/// </summary>
internal sealed class UsageRetention(IDatabase database) : IUsageRetention
{
    /// <summary>Records a write.</summary>
    public const int Chunk = 1000;

    // As long as the writes took: settlements have at least half of the writer for themselves.
    private const int RestPerWrite = 1;

    /// <summary>
    /// A record goes when its settlement is old as well: the ledger check takes a settlement from before the first day as one whose record is gone.
    /// The few that were settled on a later day than they began go with that day.
    /// </summary>
    private const string Old =
        """
        FROM usage_records u WHERE u.started_at < @before
        AND NOT EXISTS (SELECT 1 FROM ledger_transactions t WHERE t.request_id = u.request_id AND t.kind = 'settle' AND t.at >= @before)
        """;

    // What is counted of records goes with them; it is in no total.
    private static readonly (string Table, string Column)[] Counts = [("pace_hourly", "hour"), ("model_pace_hourly", "hour"), ("upstream_cost_hourly", "hour"), ("traffic_daily", "day")];

    private const string Next = $"SELECT u.request_id {Old} ORDER BY u.started_at, u.request_id LIMIT @Chunk";

    public async Task<RetentionResult> DropAsync(RetentionCut cut, CancellationToken cancellation)
    {
        var (records, hours) = Micros(cut);
        var longest = TimeSpan.Zero;
        var result = new RetentionResult(0, 0, 0, default);
        await database.WriteAsync(connection => connection.ExecuteAsync("DELETE FROM usage_dropped WHERE run IN (SELECT id FROM runs WHERE ended_at IS NOT NULL)"), cancellation);
        var days = new UsageDays(database);
        foreach (var day in await days.BeforeAsync(cut.Records, cancellation))
        {
            var (dropped, attempts, took) = await days.DropAsync(day, records, cancellation);
            result = result with { Records = result.Records + dropped, Attempts = result.Attempts + attempts };
            if (took > longest) longest = took;
        }

        for (var more = true; more;)
        {
            var (dropped, attempts) = await TimedAsync(connection => DropRecordsAsync(connection, records));
            result = result with { Records = result.Records + dropped, Attempts = result.Attempts + attempts };
            more = dropped > 0;
        }

        for (var more = true; more;)
        {
            more = await TimedAsync(connection => DropCountsAsync(connection, records)) > 0;
        }

        for (var more = true; more;)
        {
            var folded = await TimedAsync(connection => FoldAsync(connection, hours));
            result = result with { Hours = result.Hours + folded };
            more = folded > 0;
        }

        return result with { Longest = longest };

        async Task<T> TimedAsync<T>(Func<DbConnection, Task<T>> work)
        {
            cancellation.ThrowIfCancellationRequested();
            var took = TimeSpan.Zero;
            var value = await database.WriteAsync(
                async connection =>
                {
                    var start = Stopwatch.GetTimestamp();
                    var done = await work(connection);
                    took = Stopwatch.GetElapsedTime(start);
                    return done;
                },
                cancellation);
            if (took > longest) longest = took;
            await Task.Delay(took * RestPerWrite, cancellation);
            return value;
        }
    }

    public Task MakeRoomAsync(DateOnly today, CancellationToken cancellation) => new UsageDays(database).MakeAsync(today, cancellation);

    public Task<RetentionResult> CountAsync(RetentionCut cut, CancellationToken cancellation) => database.ReadAsync(
        async connection =>
        {
            var (before, hours) = Micros(cut);
            return new RetentionResult(
                await connection.ExecuteScalarAsync<long>($"SELECT COUNT(*) {Old}", new { before }),
                await connection.ExecuteScalarAsync<long>($"SELECT COUNT(*) FROM attempt_costs WHERE request_id IN (SELECT u.request_id {Old})", new { before }),
                await connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM usage_hourly WHERE hour < @hours", new { hours }),
                TimeSpan.Zero);
        },
        cancellation);

    private static (long Records, long Hours) Micros(RetentionCut cut)
    {
        if (cut.Hours > cut.Records) throw new ArgumentException("Hourly sums are kept at least as long as records.", nameof(cut));
        return (DayMicros(cut.Records), DayMicros(cut.Hours));
    }

    private static long DayMicros(DateOnly day) => UnixMicros.Of(new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero));

    private static async Task<(long Records, long Attempts)> DropRecordsAsync(DbConnection connection, long before)
    {
        var chunk = new { before, Chunk };
        await connection.ExecuteAsync("UPDATE usage_kept SET records_from = @before WHERE records_from < @before", new { before });
        await connection.ExecuteAsync(
            $"""
            INSERT INTO usage_dropped (run, key_id, account_id, group_name, charged_nanos, refunded_nanos)
            SELECT run, COALESCE(key_id, ''), COALESCE(account_id, ''), COALESCE(group_name, ''),
                CAST(SUM(charged_nanos) AS BIGINT), CAST(SUM(refunded_nanos) AS BIGINT)
            FROM usage_records WHERE request_id IN ({Next}) AND run IN (SELECT id FROM runs WHERE ended_at IS NULL)
            GROUP BY 1, 2, 3, 4
            ON CONFLICT (run, key_id, account_id, group_name) DO UPDATE SET
                charged_nanos = usage_dropped.charged_nanos + excluded.charged_nanos,
                refunded_nanos = usage_dropped.refunded_nanos + excluded.refunded_nanos
            """,
            chunk);
        var attempts = await connection.ExecuteAsync($"DELETE FROM attempt_costs WHERE request_id IN ({Next})", chunk);
        var records = await connection.ExecuteAsync($"DELETE FROM usage_records WHERE request_id IN ({Next})", chunk);
        return (records, attempts);
    }

    // A day of each a write.
    private static async Task<long> DropCountsAsync(DbConnection connection, long before)
    {
        var dropped = 0L;
        foreach (var (table, column) in Counts)
        {
            if (await connection.ExecuteScalarAsync<long?>($"SELECT MIN({column}) FROM {table} WHERE {column} < @before", new { before }) is not { } first) continue;
            dropped += await connection.ExecuteAsync($"DELETE FROM {table} WHERE {column} < @end", new { end = Math.Min(before, first + 24 * UsageRoll.HourMicros) });
        }

        return dropped;
    }

    // One hour a write: it is added to its month and dropped, or neither.
    private static async Task<long> FoldAsync(DbConnection connection, long before)
    {
        await connection.ExecuteAsync("UPDATE usage_kept SET hours_from = @before WHERE hours_from < @before", new { before });
        if (await connection.ExecuteScalarAsync<long?>("SELECT MIN(hour) FROM usage_hourly WHERE hour < @before", new { before }) is not { } hour) return 0;
        var begun = UnixMicros.ToTime(hour);
        var month = UnixMicros.Of(new DateTimeOffset(begun.Year, begun.Month, 1, 0, 0, 0, TimeSpan.Zero));
        await connection.ExecuteAsync(UsageRoll.FoldHour, new { hour, month });
        return await connection.ExecuteAsync("DELETE FROM usage_hourly WHERE hour = @hour", new { hour });
    }
}
