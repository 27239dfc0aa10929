using System.Globalization;
using System.Security.Cryptography;
using Dapper;
using Npgsql;

namespace Gantry.Storage;

/// <summary>
/// One server a database: a lock of the session that writes. A server that has lost its connection has lost the lock with it and writes nothing until
/// it has it again; where another server took it meanwhile, that one goes on and this one must end.
/// </summary>
internal sealed class PostgresServerLock
{
    // "gantry s" in ASCII.
    private const long Lock = 0x67616E7472792073;

    private readonly string _name = string.Create(
        CultureInfo.InvariantCulture, $"gantry server {Short(Environment.MachineName)}/{Environment.ProcessId}/{RandomNumberGenerator.GetHexString(8, lowercase: true)}");

    private NpgsqlConnection? _held;

    /// <summary>Does nothing where this connection has the lock already.</summary>
    /// <exception cref="DatabaseException">Another server has it.</exception>
    public async Task HoldAsync(NpgsqlConnection connection)
    {
        if (ReferenceEquals(_held, connection)) return;
        _held = null;
        if (!await TryAsync(connection))
        {
            var (process, name) = await connection.QueryFirstOrDefaultAsync<(int, string)>(
                """
                SELECT a.pid, COALESCE(a.application_name, '') FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
                WHERE l.locktype = 'advisory' AND l.granted AND l.classid::bigint = @High AND l.objid::bigint = @Low
                AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                """,
                new { High = Lock >> 32, Low = Lock & 0xFFFFFFFF });
            // Our own session, which the database still believes in: its connection is broken, or we were not here.
            if (name == _name) await connection.ExecuteAsync("SELECT pg_terminate_backend(@process, 5000)", new { process });
            if (!await TryAsync(connection)) throw new DatabaseException(Refusal(name));
        }

        await connection.ExecuteAsync("SELECT set_config('application_name', @_name, false)", new { _name });
        _held = connection;
    }

    private static Task<bool> TryAsync(NpgsqlConnection connection) => connection.ExecuteScalarAsync<bool>("SELECT pg_try_advisory_lock(@Lock)", new { Lock });

    private static string Refusal(string name) =>
        $"Another gantry server{(name.Length > 0 ? $" ({name.Replace("gantry server ", "", StringComparison.Ordinal)})" : "")} already uses this PostgreSQL database. " +
        "Several servers on one database are not supported yet: stop it, or give this one a database of its own.";

    // The name of a session has 63 bytes.
    private static string Short(string machine) => machine.Length > 24 ? machine[..24] : machine;
}
