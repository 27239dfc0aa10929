using System.Data.Common;
using Dapper;
using Npgsql;

namespace Gantry.Storage;

/// <summary>Writes to PostgreSQL: one transaction after the other, over all processes that have the database open, as with SQLite.</summary>
/// <remarks>
/// The lock is taken before the first statement, so that READ COMMITTED sees whatever was committed before and nothing changes beneath. That makes a
/// write exact without retries: writers wait for each other, and share commits by the group instead.
/// </remarks>
internal sealed class PostgresWriteEngine(NpgsqlDataSource source) : IWriteEngine
{
    // Any number that is ours: "gantry w" in ASCII.
    private const long Lock = 0x67616E7472792077;

    private NpgsqlConnection? _connection;

    public async Task<DbTransaction> BeginAsync()
    {
        // A server that was restarted leaves a broken connection behind.
        if (_connection is { FullState: not System.Data.ConnectionState.Open })
        {
            await _connection.DisposeAsync();
            _connection = null;
        }

        _connection ??= await source.OpenConnectionAsync();
        var transaction = await _connection.BeginTransactionAsync();
        try
        {
            await _connection.ExecuteAsync("SELECT pg_advisory_xact_lock(@Lock)", new { Lock });
            return transaction;
        }
        catch
        {
            await transaction.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _connection?.DisposeAsync() ?? ValueTask.CompletedTask;
}
