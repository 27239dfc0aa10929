namespace Gantry.Storage;

/// <summary>
/// Connections that only read, kept open between reads. The pool of the package is not used: under concurrent opens it may lend one connection to two
/// (dotnet/efcore issue 39008), where each sees the transaction of the other (decision 0047).
/// </summary>
/// <param name="connectionString">Says <c>Pooling=False</c>.</param>
internal sealed class SqliteReaders(string connectionString) : IAsyncDisposable
{
    // Each keeps its pages: more than this at once are rare, and those open the file anew.
    private const int MostKept = 8;

    private readonly Lock _gate = new();
    private readonly Stack<SqliteReader> _kept = new();
    private bool _isClosed;

    /// <returns>Open, and the caller's alone until it is given back or disposed of.</returns>
    /// <exception cref="ObjectDisposedException">The database is closed.</exception>
    public async ValueTask<SqliteReader> TakeAsync(CancellationToken cancellation)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            if (_kept.TryPop(out var kept)) return kept;
        }

        var opened = new SqliteReader(connectionString);
        try
        {
            await opened.OpenAsync(cancellation);
            return opened;
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    /// <param name="reader">Open, in no transaction, and nothing of it is still used.</param>
    public ValueTask GiveBackAsync(SqliteReader reader)
    {
        lock (_gate)
        {
            if (!_isClosed && _kept.Count < MostKept)
            {
                _kept.Push(reader);
                return ValueTask.CompletedTask;
            }
        }

        return reader.DisposeAsync();
    }

    /// <summary>Closes what nobody has; the others close when they are given back.</summary>
    public async ValueTask DisposeAsync()
    {
        SqliteReader[] left;
        lock (_gate)
        {
            _isClosed = true;
            left = [.. _kept];
            _kept.Clear();
        }

        foreach (var reader in left) await reader.DisposeAsync();
    }
}
