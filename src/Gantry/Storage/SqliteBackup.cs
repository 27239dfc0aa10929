using Dapper;
using Microsoft.Data.Sqlite;

namespace Gantry.Storage;

/// <summary>A copy of a SQLite store as of one moment, beside whoever reads and writes it. The file alone, copied, would lack what is in its log.</summary>
internal static class SqliteBackup
{
    /// <summary>Copies a store into one new file that needs no other beside it.</summary>
    /// <param name="source">The store; stays as it is, its schema too.</param>
    /// <param name="target">Does not exist yet.</param>
    /// <exception cref="DatabaseException">It cannot be read or written.</exception>
    public static async Task<StoreTotals> CopyAsync(string source, string target)
    {
        if (!File.Exists(source)) throw new DatabaseException($"There is no store to back up: {Path.GetFullPath(source)} does not exist.");
        SqliteEngine.Start();
        try
        {
            await using (var from = await OpenAsync(source, SqliteOpenMode.ReadOnly))
            await using (var to = await OpenAsync(target, SqliteOpenMode.ReadWriteCreate))
            {
                // All pages in one step: a reader of the write-ahead log sees one moment, and keeps no writer waiting.
                from.BackupDatabase(to);
            }

            await using var copy = await OpenAsync(target, SqliteOpenMode.ReadWrite);
            await copy.ExecuteAsync("PRAGMA journal_mode = DELETE");
            return await StoreTotals.ReadAsync(copy);
        }
        catch (SqliteException failure)
        {
            throw new DatabaseException($"{source} cannot be backed up: {failure.Message}", failure);
        }
    }

    /// <summary>What is in a copy.</summary>
    /// <exception cref="DatabaseException">It is damaged; the message says where.</exception>
    public static async Task<StoreTotals> CheckAsync(string copy)
    {
        SqliteEngine.Start();
        try
        {
            await using var connection = await OpenAsync(copy, SqliteOpenMode.ReadWrite);
            var said = (await connection.QueryAsync<string>("PRAGMA integrity_check(10)")).AsList();
            return said is ["ok"] ? await StoreTotals.ReadAsync(connection) : throw new DatabaseException($"The database is damaged: {string.Join("; ", said)}");
        }
        catch (SqliteException failure)
        {
            throw new DatabaseException($"The database cannot be read: {failure.Message}", failure);
        }
    }

    private static async Task<SqliteConnection> OpenAsync(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = 60 }.ToString());
        try
        {
            await connection.OpenAsync();
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
