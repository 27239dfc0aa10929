using Dapper;
using Microsoft.Data.Sqlite;

namespace Gantry.Tests.Edge;

/// <summary>A look at tables from outside the gateway.</summary>
internal static class Tables
{
    /// <summary>Every row as one line of text, in the order of the table.</summary>
    public static async Task<IReadOnlyList<string>> DumpAsync(string database, params string[] tables)
    {
        await using var connection = Open(database);
        var lines = new List<string>();
        foreach (var table in tables)
        {
            foreach (IDictionary<string, object?> row in await connection.QueryAsync($"SELECT * FROM {table} ORDER BY 1, 2"))
            {
                lines.Add($"{table}: {string.Join('|', row.Select(cell => $"{cell.Key}={cell.Value}"))}");
            }
        }

        return lines;
    }

    /// <summary>How many rows each table has, but for those named.</summary>
    public static async Task<SortedDictionary<string, long>> CountAsync(string database, params string[] except)
    {
        await using var connection = Open(database);
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var table in await connection.QueryAsync<string>("SELECT name FROM sqlite_master WHERE type = 'table'"))
        {
            if (!except.Contains(table, StringComparer.Ordinal))
            {
                counts[table] = await connection.ExecuteScalarAsync<long>($"SELECT COUNT(*) FROM \"{table}\"");
            }
        }

        return counts;
    }

    private static SqliteConnection Open(string database) => new($"Data Source={database};Mode=ReadOnly;Pooling=False");
}
