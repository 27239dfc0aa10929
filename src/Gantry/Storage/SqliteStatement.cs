using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Gantry.Storage;

/// <summary>A prepared statement of SQLite itself. Runs within the transaction that its connection is in.</summary>
internal sealed class SqliteStatement : PreparedStatement
{
    private static readonly Task<bool> Row = Task.FromResult(true);
    private static readonly Task<bool> NoRow = Task.FromResult(false);

    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private byte[] _buffer = new byte[512];

    public SqliteStatement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle!;
        Check(raw.sqlite3_prepare_v2(_database, sql, out _statement));
    }

    public override void Set(int index, object? value) => Check(value switch
    {
        long number => raw.sqlite3_bind_int64(_statement, index + 1, number),
        string text => BindText(index + 1, text),
        null => raw.sqlite3_bind_null(_statement, index + 1),
        _ => throw new ArgumentException($"The store keeps no {value.GetType().Name}.", nameof(value)),
    });

    public override Task<bool> RunAsync()
    {
        var result = raw.sqlite3_step(_statement);

        // The reset says again what the step has said of a failure.
        raw.sqlite3_reset(_statement);
        switch (result)
        {
            case raw.SQLITE_ROW:
                return Row;
            case raw.SQLITE_DONE:
                return NoRow;
            default:
                Check(result);
                return NoRow;
        }
    }

    public override ValueTask DisposeAsync()
    {
        _statement.Dispose();
        return ValueTask.CompletedTask;
    }

    // By length: the engine would end a text at its first zero otherwise. An empty one needs a pointer all the same, or it would be a null.
    private int BindText(int index, string text)
    {
        if (text.Length == 0) return raw.sqlite3_bind_text(_statement, index, text);
        var needed = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (needed > _buffer.Length) _buffer = new byte[needed];
        return raw.sqlite3_bind_text(_statement, index, _buffer.AsSpan(0, Encoding.UTF8.GetBytes(text, _buffer)));
    }

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, _database);
}
