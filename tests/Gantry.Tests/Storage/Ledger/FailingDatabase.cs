using System.Data.Common;
using Gantry.Storage;

namespace Gantry.Tests.Storage.Ledger;

/// <summary>Does the work of some writes, then fails their commit.</summary>
internal sealed class FailingDatabase(IDatabase inner) : IDatabase
{
    private readonly Queue<string> _failures = new();

    public int Failed { get; private set; }

    /// <summary>The next commit fails with this SQLSTATE.</summary>
    public void Fail(string state) => _failures.Enqueue(state);

    public Task<bool> HasTableAsync(string name, CancellationToken cancellation) => inner.HasTableAsync(name, cancellation);

    public Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> read, CancellationToken cancellation) => inner.ReadAsync(read, cancellation);

    public Task<T> WriteAsync<T>(Func<DbConnection, Task<T>> write, CancellationToken cancellation) => inner.WriteAsync(
        async connection =>
        {
            var result = await write(connection);
            if (!_failures.TryDequeue(out var state)) return result;
            Failed++;
            throw new Failure(state);
        },
        cancellation);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private sealed class Failure(string state) : DbException($"commit failed with {state}")
    {
        public override string SqlState => state;
    }
}
