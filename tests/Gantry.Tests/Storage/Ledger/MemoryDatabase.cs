using System.Data.Common;
using Dapper;
using Gantry.Storage;
using Microsoft.Data.Sqlite;

namespace Gantry.Tests.Storage.Ledger;

/// <summary>A database that lies nowhere: one connection, one caller at a time, the schema of this version.</summary>
internal sealed class MemoryDatabase : IDatabase
{
    private readonly SqliteConnection _connection;
    private readonly SemaphoreSlim _turn = new(1);
    private bool _isClosed;

    private MemoryDatabase(SqliteConnection connection) => _connection = connection;

    public static async Task<MemoryDatabase> OpenAsync(TimeProvider time, int upTo = int.MaxValue)
    {
        SQLitePCL.Batteries_V2.Init();
        var connection = new SqliteConnection("Data Source=:memory:;Foreign Keys=True;Pooling=False");
        await connection.OpenAsync();
        var database = new MemoryDatabase(connection);
        await new Migrator([.. Migration.All.Where(step => step.Number <= upTo)], time).RunAsync(database, CancellationToken.None);
        return database;
    }

    public Task<bool> HasTableAsync(string name, CancellationToken cancellation) => ReadAsync(
        c => c.ExecuteScalarAsync<bool>("SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = @name", new { name }), cancellation);

    public Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> read, CancellationToken cancellation) => WriteAsync(read, cancellation);

    public async Task<T> WriteAsync<T>(Func<DbConnection, Task<T>> write, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            await using var transaction = _connection.BeginTransaction(deferred: false);
            var result = await write(_connection);
            await transaction.CommitAsync(cancellation);
            return result;
        }
        finally
        {
            _turn.Release();
        }
    }

    // Whoever is still at it has the connection to the end: closed under a statement, the engine works in memory that is no longer its own.
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isClosed, true)) return;
        await _turn.WaitAsync();
        await _connection.DisposeAsync();
        _turn.Dispose();
    }
}
