using Gantry.Billing;
using Microsoft.Data.Sqlite;

namespace Gantry.Storage;

/// <summary>A connection that only reads, and the thread on which it does: a page of the console may ask for seconds, and requests go on meanwhile.</summary>
/// <param name="connectionString">Of a database that is there.</param>
internal sealed class SqliteReader(string connectionString) : IAsyncDisposable
{
    private readonly SqliteConnection _connection = new(connectionString);
    private readonly DiskThread _thread = new("SQLite reader");

    /// <exception cref="SqliteException">The file cannot be opened.</exception>
    public Task OpenAsync(CancellationToken cancellation) => _thread.RunAsync(() => _connection.OpenAsync(cancellation));

    public Task<T> RunAsync<T>(Func<SqliteConnection, Task<T>> read) => _thread.RunAsync(() => read(_connection));

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        _thread.Dispose();
    }
}
