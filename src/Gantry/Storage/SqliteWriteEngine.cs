using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Gantry.Storage;

/// <summary>Writes to a SQLite file.</summary>
/// <param name="connection">Open; owned from now on.</param>
/// <remarks>
/// Transactions begin IMMEDIATE: a deferred one that reads first and writes later fails at once with "database is locked" when another
/// process wrote between, whatever the busy time-out says.
/// </remarks>
internal sealed class SqliteWriteEngine(SqliteConnection connection) : IWriteEngine
{
    public Task<DbTransaction> BeginAsync() => Task.FromResult<DbTransaction>(connection.BeginTransaction(deferred: false));

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
