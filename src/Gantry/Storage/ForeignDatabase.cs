using Dapper;
using Microsoft.Data.Sqlite;

namespace Gantry.Storage;

/// <summary>
/// An SQLite file of another program. Opened read-only; its views, triggers and virtual tables are never run, and what is read of it is bounded: whoever
/// hands over a database decides what is in it.
/// </summary>
internal sealed class ForeignDatabase : IAsyncDisposable
{
    /// <summary>No configuration has more rows in one table.</summary>
    public const int MostRows = 100_000;

    /// <summary>No value of a configuration is longer.</summary>
    public const int LongestValue = 1 << 20;

    private const string Signature = "SQLite format 3\0";

    private readonly SqliteConnection _connection;
    private readonly string _path;

    private ForeignDatabase(SqliteConnection connection, string path)
    {
        _connection = connection;
        _path = path;
    }

    /// <exception cref="DatabaseException">There is no such file, or it is no SQLite database.</exception>
    public static async Task<ForeignDatabase> OpenAsync(string path, CancellationToken cancellation)
    {
        SqliteEngine.Start();
        await CheckSignatureAsync(path, cancellation);
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        try
        {
            await connection.OpenAsync(cancellation);
            await connection.ExecuteAsync("PRAGMA query_only = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON");
            return new ForeignDatabase(connection, path);
        }
        catch (SqliteException failure)
        {
            await connection.DisposeAsync();
            throw new DatabaseException($"{path} cannot be read: {failure.Message}", failure);
        }
    }

    /// <summary>The columns of a table in lower case; empty where there is no such table. A view is none.</summary>
    public Task<HashSet<string>> ColumnsAsync(string table) => GuardAsync(table, async () =>
    {
        var sql = await _connection.ExecuteScalarAsync<string>("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = @table COLLATE NOCASE", new { table });
        if (sql is null || sql.StartsWith("CREATE VIRTUAL", StringComparison.OrdinalIgnoreCase)) return [];
        var names = await _connection.QueryAsync<string>("SELECT name FROM pragma_table_info(@table)", new { table });
        return names.Select(name => name.ToLowerInvariant()).ToHashSet(StringComparer.Ordinal);
    });

    /// <summary>How many rows a table has.</summary>
    public Task<long> CountAsync(string table) => GuardAsync(table, () => _connection.ExecuteScalarAsync<long>($"SELECT COUNT(*) FROM {Quote(table)}"));

    /// <summary>All rows of a table.</summary>
    /// <param name="table">One that is there.</param>
    /// <param name="identity">The column that tells rows apart in messages; also the order.</param>
    /// <param name="columns">Those that are there.</param>
    /// <exception cref="DatabaseException">The table is damaged, has too many rows, or a value that is too long.</exception>
    public Task<IReadOnlyList<ForeignRow>> ReadAsync(string table, string identity, IReadOnlyCollection<string> columns) => GuardAsync<IReadOnlyList<ForeignRow>>(table, async () =>
    {
        var count = await _connection.ExecuteScalarAsync<long>($"SELECT COUNT(*) FROM {Quote(table)}");
        if (count > MostRows) throw new DatabaseException($"{_path}: table {table} has {count} rows, more than {MostRows}");
        foreach (var column in columns)
        {
            var found = await _connection.QueryFirstOrDefaultAsync<string>(
                $"SELECT CAST({Quote(identity)} AS TEXT) FROM {Quote(table)} WHERE LENGTH(CAST({Quote(column)} AS BLOB)) > {LongestValue}");
            if (found is not null) throw new DatabaseException($"{_path}: table {table}, row {Short(found)}: {column} is longer than {LongestValue} bytes");
        }

        await using var command = _connection.CreateCommand();
#pragma warning disable CA2100 // Names of tables and columns are constants of ours, and quoted.
        command.CommandText = $"SELECT {string.Join(", ", columns.Prepend(identity).Select(Quote))} FROM {Quote(table)} ORDER BY {Quote(identity)}";
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<ForeignRow>((int)count);
        while (await reader.ReadAsync())
        {
            var values = new Dictionary<string, object?>(StringComparer.Ordinal);
            foreach (var (column, index) in columns.Select((column, index) => (column, index + 1)))
                values[column] = await reader.IsDBNullAsync(index) ? null : reader.GetValue(index);
            rows.Add(new ForeignRow(table, Short(Convert.ToString(reader.GetValue(0), System.Globalization.CultureInfo.InvariantCulture) ?? ""), values));
        }

        return rows;
    });

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task<T> GuardAsync<T>(string table, Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (SqliteException failure)
        {
            throw new DatabaseException($"{_path}: table {table} cannot be read: {failure.Message}", failure);
        }
    }

    private static async Task CheckSignatureAsync(string path, CancellationToken cancellation)
    {
        var head = new byte[Signature.Length];
        try
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var read = await file.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellation);
            if (System.Text.Encoding.ASCII.GetString(head, 0, read) != Signature) throw new DatabaseException($"{path} is no SQLite database");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new DatabaseException($"{path} cannot be read: {failure.Message}", failure);
        }
    }

    private static string Quote(string name) => $"\"{name}\"";

    // The identity comes from the file as well.
    private static string Short(string identity) => new([.. identity.Where(c => !char.IsControl(c)).Take(64)]);
}
