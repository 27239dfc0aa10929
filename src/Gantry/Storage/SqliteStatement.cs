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
    private readonly nint _handle;

    // What the engine holds, from one run to the next. Two of three values of a settled request are those of the one before.
    private readonly StoreValue[] _held;
    private readonly bool[] _isHeld;
    private byte[] _buffer = new byte[512];

    public SqliteStatement(SqliteConnection connection, string sql, int parameters)
    {
        (_held, _isHeld) = (new StoreValue[parameters], new bool[parameters]);
        _database = connection.Handle!;
        Check(raw.sqlite3_prepare_v2(_database, sql, out _statement));
        _handle = _statement.DangerousGetHandle();
    }

    public override void Set(int index, StoreValue value)
    {
        if (_isHeld[index] && _held[index] == value) return;
        _isHeld[index] = false;
        Check(
            value.IsNumber ? SqliteEngine.Bind(_handle, index + 1, value.Number)
            : value.Text is { } text ? BindText(index + 1, text)
            : SqliteEngine.BindNull(_handle, index + 1));
        (_held[index], _isHeld[index]) = (value, true);
    }

    public override Task<bool> RunAsync()
    {
        var result = SqliteEngine.Step(_handle);

        // The reset says again what the step has said of a failure.
        SqliteEngine.Reset(_handle);
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

    private int BindText(int index, string text)
    {
        var needed = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (needed > _buffer.Length) _buffer = new byte[needed];
        return SqliteEngine.Bind(_handle, index, _buffer.AsSpan(0, Encoding.UTF8.GetBytes(text, _buffer)));
    }

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK) SqliteException.ThrowExceptionForRC(result, _database);
    }
}
