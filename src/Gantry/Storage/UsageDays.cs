using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Dapper;
using Npgsql;

namespace Gantry.Storage;

/// <summary>
/// The days of usage in PostgreSQL, each a partition of <c>usage_records</c> and one of <c>attempt_costs</c>: made ahead, dropped whole (decision 0042).
/// SQLite has none.
/// </summary>
internal sealed class UsageDays(IDatabase database)
{
    /// <summary>So many days are there before they begin.</summary>
    public const int Ahead = 7;

    private const int Tries = 10;
    private const long DayMicros = 24 * UsageRoll.HourMicros;

    // Whoever asks for a table waits behind us, and we behind whoever reads it.
    private const string Briefly = "SET LOCAL lock_timeout = '300ms'";

    private const string Names =
        """
        SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = to_regclass('usage_records') AND c.relname ~ '^usage_records_[0-9]{8}$' ORDER BY 1
        """;

    private static readonly DateOnly Epoch = DateOnly.FromDateTime(DateTime.UnixEpoch);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Makes the days from today on that are missing.</summary>
    public async Task MakeAsync(DateOnly today, CancellationToken cancellation)
    {
        var there = await database.ReadAsync(ListAsync, cancellation);
        if (there is null) return;
        foreach (var day in Enumerable.Range(0, Ahead + 1).Select(today.AddDays).Except(there)) await ShortlyAsync(connection => MakeAsync(connection, day), cancellation);
    }

    /// <summary>Makes a day inside a write.</summary>
    public static Task<long> MakeAsync(DbConnection connection, DateOnly day) =>
        connection.ExecuteScalarAsync<long>("SELECT usage_make_day(@day)", new { day = (long)(day.DayNumber - Epoch.DayNumber) });

    /// <summary>The days before one that are still there, oldest first.</summary>
    public async Task<IReadOnlyList<DateOnly>> BeforeAsync(DateOnly day, CancellationToken cancellation) =>
        [.. (await database.ReadAsync(ListAsync, cancellation) ?? []).Where(there => there < day)];

    /// <summary>Drops a day and all of its records but those that were settled later than <paramref name="before"/>: they move to the default partition.</summary>
    /// <param name="day">One that is there.</param>
    /// <param name="before">Microseconds since 1970 UTC: the first moment that is kept.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>What went, and for how long the drop kept others from writing.</returns>
    /// <remarks>
    /// What has to be known of the day is read without keeping anybody; where a refund or a late record changes the day meanwhile, it is read again.
    /// </remarks>
    public async Task<(long Records, long Attempts, TimeSpan Took)> DropAsync(DateOnly day, long before, CancellationToken cancellation)
    {
        var (records, attempts) = (Name("usage_records", day), Name("attempt_costs", day));
        for (var tries = 1; ; tries++)
        {
            var touches = await ShortlyAsync(
                async connection =>
                {
                    await connection.ExecuteAsync($"CREATE OR REPLACE TRIGGER usage_touched AFTER INSERT OR UPDATE OR DELETE ON {records} FOR EACH ROW EXECUTE FUNCTION usage_touched()");
                    return await TouchesAsync(connection);
                },
                cancellation);
            var read = await database.ReadAsync(connection => ReadAsync(connection, records, attempts, before), cancellation);
            var took = TimeSpan.Zero;
            var dropped = await ShortlyAsync(
                async connection =>
                {
                    var start = Stopwatch.GetTimestamp();
                    if (await TouchesAsync(connection) != touches) return false;
                    await DropAsync(connection, records, attempts, before, read);
                    took = Stopwatch.GetElapsedTime(start);
                    return true;
                },
                cancellation);
            if (dropped) return (read.Records - read.Late.Length, read.Attempts, took);
            if (tries == Tries) throw new DatabaseException($"The usage of {day:yyyy-MM-dd} is changed again and again and was not dropped.");
        }
    }

    private static string Name(string table, DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{table}_{day:yyyyMMdd}");

    private static async Task<List<DateOnly>?> ListAsync(DbConnection connection) => Dialect.IsPostgres(connection)
        ? [.. (await connection.QueryAsync<string>(Names)).Select(name => DateOnly.ParseExact(name[^8..], "yyyyMMdd", CultureInfo.InvariantCulture))]
        : null;

    private static Task<long> TouchesAsync(DbConnection connection) => connection.ExecuteScalarAsync<long>("SELECT last_value FROM usage_touches");

    private static async Task<Content> ReadAsync(DbConnection connection, string records, string attempts, long before)
    {
        var late = (await connection.QueryAsync<string>(
            new CommandDefinition(
                $"SELECT u.request_id FROM {records} u JOIN ledger_transactions t ON t.request_id = u.request_id AND t.kind = 'settle' AND t.at >= @before", new { before }, commandTimeout: 0))).ToArray();
        var sums = await connection.QueryAsync<Sum>(
            new CommandDefinition(
                $"""
                SELECT run AS Run, COALESCE(key_id, '') AS KeyId, COALESCE(account_id, '') AS AccountId, COALESCE(group_name, '') AS GroupName,
                    CAST(SUM(charged_nanos) AS BIGINT) AS Charged, CAST(SUM(refunded_nanos) AS BIGINT) AS Refunded
                FROM {records} WHERE run IN (SELECT id FROM runs WHERE ended_at IS NULL) AND request_id <> ALL(@late) GROUP BY 1, 2, 3, 4
                """,
                new { late },
                commandTimeout: 0));
        return new Content(
            await connection.ExecuteScalarAsync<long>(new CommandDefinition($"SELECT COUNT(*) FROM {records}", commandTimeout: 0)),
            await connection.ExecuteScalarAsync<long>(new CommandDefinition($"SELECT COUNT(*) FROM {attempts} WHERE request_id <> ALL(@late)", new { late }, commandTimeout: 0)),
            late,
            sums.AsList());
    }

    private static async Task DropAsync(DbConnection connection, string records, string attempts, long before, Content read)
    {
        await connection.ExecuteAsync("UPDATE usage_kept SET records_from = @before WHERE records_from < @before", new { before });
        foreach (var sum in read.Sums)
        {
            await connection.ExecuteAsync(
                """
                INSERT INTO usage_dropped (run, key_id, account_id, group_name, charged_nanos, refunded_nanos) VALUES (@Run, @KeyId, @AccountId, @GroupName, @Charged, @Refunded)
                ON CONFLICT (run, key_id, account_id, group_name) DO UPDATE SET
                    charged_nanos = usage_dropped.charged_nanos + excluded.charged_nanos,
                    refunded_nanos = usage_dropped.refunded_nanos + excluded.refunded_nanos
                """,
                sum);
        }

        await connection.ExecuteAsync($"ALTER TABLE usage_records DETACH PARTITION {records}; ALTER TABLE attempt_costs DETACH PARTITION {attempts}");
        if (read.Late.Length > 0)
        {
            await connection.ExecuteAsync($"INSERT INTO usage_records SELECT * FROM {records} WHERE request_id = ANY(@Late)", new { read.Late });
            await connection.ExecuteAsync($"INSERT INTO attempt_costs SELECT * FROM {attempts} WHERE request_id = ANY(@Late)", new { read.Late });
        }

        await connection.ExecuteAsync($"DROP TABLE {records}, {attempts}");
    }

    // Gives up soon and comes again: what waits for a table makes all others wait that come after it.
    private async Task<T> ShortlyAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken cancellation)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await database.WriteAsync(
                    async connection =>
                    {
                        await connection.ExecuteAsync(Briefly);
                        return await work(connection);
                    },
                    cancellation);
            }
            catch (PostgresException busy) when (busy.SqlState == PostgresErrorCodes.LockNotAvailable && tries < Tries)
            {
                await Task.Delay(Pause, cancellation);
            }
        }
    }

    private sealed record Content(long Records, long Attempts, string[] Late, List<Sum> Sums);

    private sealed class Sum
    {
        public long Run { get; set; }
        public string KeyId { get; set; } = "";
        public string AccountId { get; set; } = "";
        public string GroupName { get; set; } = "";
        public long Charged { get; set; }
        public long Refunded { get; set; }
    }
}
