using Microsoft.Data.Sqlite;

namespace Gantry.Bench.Growth;

/// <summary>Usage records of the past, by the million: copies of those that are there, over the last month.</summary>
internal static class UsageFilling
{
    const int Batch = 250_000;

    /// <param name="database">A store of SQLite that nobody has open, with some records.</param>
    /// <param name="rows">How many there are to be.</param>
    /// <param name="cancellation">Ends it between two batches.</param>
    public static async Task FillAsync(string database, int rows, CancellationToken cancellation)
    {
        await using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        await connection.OpenAsync(cancellation);
        await RunAsync(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -400000", cancellation);
        var columns = new List<string>();
        await using (var read = connection.CreateCommand())
        {
            read.CommandText = "SELECT name FROM pragma_table_info('usage_records') ORDER BY cid";
            await using var found = await read.ExecuteReaderAsync(cancellation);
            while (await found.ReadAsync(cancellation)) columns.Add(found.GetString(0));
        }

        // Some hundred records, numbered, to copy from.
        await RunAsync(connection, "CREATE TEMP TABLE sample AS SELECT row_number() OVER () - 1 AS number, * FROM usage_records LIMIT 200", cancellation);
        var values = string.Join(", ", columns.Select(column => column switch
        {
            "request_id" => "'grown-' || printf('%010d', n.value)",
            "started_at" => "s.started_at - 2592000000000 + n.value * (2592000000000 / " + rows + ")",
            _ => "s." + column,
        }));
        for (var from = 0; from < rows; from += Batch)
        {
            cancellation.ThrowIfCancellationRequested();
            await RunAsync(
                connection,
                $"""
                WITH RECURSIVE n(value) AS (SELECT {from} UNION ALL SELECT value + 1 FROM n WHERE value + 1 < {Math.Min(rows, from + Batch)})
                INSERT INTO usage_records ({string.Join(", ", columns)})
                SELECT {values} FROM n JOIN sample s ON s.number = n.value % (SELECT COUNT(*) FROM sample)
                """,
                cancellation);
        }

        await RunAsync(connection, "DROP TABLE sample; PRAGMA wal_checkpoint(TRUNCATE)", cancellation);
    }

    static async Task RunAsync(SqliteConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Names and numbers of our own.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
