using System.Data.Common;
using Dapper;
using Gantry.Nodes;
using Microsoft.Data.Sqlite;

namespace Gantry.Storage;

/// <summary>The rows of runs inside a write. When they were last heard of is told by the clock of the database: those of the servers may differ (reliability R-17).</summary>
internal static class RunRecords
{
    // Four words that did not come.
    private const long LivelyMicros = 20_000_000;

    /// <summary>The clock that all servers of a store share, in microseconds since 1970 UTC.</summary>
    public static async Task<long> NowAsync(DbConnection connection, TimeProvider time) => connection is SqliteConnection
        ? UnixMicros.Of(time.GetUtcNow())
        : await connection.ExecuteScalarAsync<long>("SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT)");

    public static async Task<NodeCensus> RenewAsync(DbConnection connection, long run, TimeProvider time)
    {
        var now = await NowAsync(connection, time);
        if (await connection.ExecuteAsync("UPDATE runs SET renewed_at = @now WHERE id = @run AND ended_at IS NULL", new { run, now }) != 1) throw new RunEndedException(run);
        var lively = now - LivelyMicros;
        var (living, eldest) = await connection.QuerySingleAsync<(long, long)>(
            "SELECT COUNT(*), MIN(id) FROM runs WHERE ended_at IS NULL AND renewed_at >= @lively", new { lively });
        return new NodeCensus((int)living, eldest == run);
    }

    /// <summary>Those that have not ended.</summary>
    public static async Task<IEnumerable<long>> OpenAsync(DbConnection connection) =>
        await connection.QueryAsync<long>("SELECT id FROM runs WHERE ended_at IS NULL UNION SELECT run FROM allowances WHERE closed_at IS NULL ORDER BY 1");

    /// <summary>Those that have ended in one way or another and have something left to be given back.</summary>
    public static async Task<IReadOnlyCollection<long>> DeadAsync(DbConnection connection, long run, TimeProvider time)
    {
        var before = await NowAsync(connection, time) - (long)GatewayRun.Silence.TotalMicroseconds;
        return (await connection.QueryAsync<long>(
            """
            SELECT id FROM runs WHERE id <> @run AND ended_at IS NULL
                AND (renewed_at < @before OR (id < @run AND instance = (SELECT instance FROM runs WHERE id = @run)))
            UNION SELECT a.run FROM allowances a JOIN runs r ON r.id = a.run WHERE a.closed_at IS NULL AND r.ended_at IS NOT NULL AND r.ended_at < @before
            ORDER BY 1
            """,
            new { run, before })).AsList();
    }

    public static async Task EndAsync(DbConnection connection, IReadOnlyCollection<long> runs, long now)
    {
        foreach (var run in runs)
        {
            await connection.ExecuteAsync("UPDATE runs SET ended_at = @now WHERE id = @run AND ended_at IS NULL", new { now, run });
            await connection.ExecuteAsync("DELETE FROM shares WHERE run = @run", new { run });
        }
    }
}
