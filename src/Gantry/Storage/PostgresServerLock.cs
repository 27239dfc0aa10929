using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using Dapper;
using Npgsql;

namespace Gantry.Storage;

/// <summary>
/// The place of a server on a database, held by the session that writes: a server that has lost its connection has lost its place with it and writes nothing until
/// it has it again. Several servers share the database, each with a data folder of its own; what must be alone on it shares with nobody.
/// </summary>
/// <param name="instance">That of the data folder; null to be alone.</param>
internal sealed class PostgresServerLock(string? instance)
{
    // "gantry s" and "gantry f" in ASCII.
    private const long Servers = 0x67616E7472792073;
    private const long Folders = 0x67616E7472792066;

    private readonly string _name = string.Create(
        CultureInfo.InvariantCulture, $"gantry server {Short(Environment.MachineName)}/{Environment.ProcessId}/{RandomNumberGenerator.GetHexString(8, lowercase: true)}");

    private NpgsqlConnection? _held;

    /// <summary>Nobody else writes: nobody waits for this one.</summary>
    public bool IsAlone => instance is null;

    /// <summary>Does nothing where this connection has the place already.</summary>
    /// <exception cref="DatabaseException">It cannot be had.</exception>
    public async Task HoldAsync(NpgsqlConnection connection)
    {
        if (ReferenceEquals(_held, connection)) return;
        _held = null;
        if (instance is null)
        {
            if (!await connection.ExecuteScalarAsync<bool>("SELECT pg_try_advisory_lock(@Servers)", new { Servers }))
                throw new DatabaseException($"A gantry server{await HolderAsync(connection, Servers)} uses this PostgreSQL database. Stop every server that does.");
        }
        else if (!await connection.ExecuteScalarAsync<bool>("SELECT pg_try_advisory_lock_shared(@Servers)", new { Servers }))
        {
            throw new DatabaseException($"A command{await HolderAsync(connection, Servers)} works on this PostgreSQL database and must be alone on it. Wait for its end.");
        }
        else
        {
            await HoldFolderAsync(connection, Folders ^ BitConverter.ToInt64(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(instance))));
        }

        await connection.ExecuteAsync("SELECT set_config('application_name', @_name, false)", new { _name });
        _held = connection;
    }

    // Two servers with one folder's identity would each take the other for its own past.
    private async Task HoldFolderAsync(NpgsqlConnection connection, long folder)
    {
        if (await TryAsync(connection, folder)) return;
        var (process, name, isDead) = await FindAsync(connection, folder);
        // Our own session, or that of a server that was not heard of for long, which the database still believes in: the connection is broken, or its machine is gone.
        if (name == _name || isDead) await connection.ExecuteAsync("SELECT pg_terminate_backend(@process, 5000)", new { process });
        if (await TryAsync(connection, folder)) return;
        throw new DatabaseException(
            $"Another gantry server{Named(name)} on this PostgreSQL database has a data folder with the same identity. " +
            $"If it is its copy, delete the file '{InstanceFile.Name}' in the copy; each server needs a data folder of its own.");
    }

    private static Task<bool> TryAsync(NpgsqlConnection connection, long folder) => connection.ExecuteScalarAsync<bool>("SELECT pg_try_advisory_lock(@folder)", new { folder });

    private static async Task<string> HolderAsync(DbConnection connection, long key) => Named(await connection.QueryFirstOrDefaultAsync<string?>(
        """
        SELECT a.application_name FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
        WHERE l.locktype = 'advisory' AND l.granted AND l.classid::bigint = @High AND l.objid::bigint = @Low
        AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()) ORDER BY a.pid
        """,
        new { High = (key >> 32) & 0xFFFFFFFF, Low = key & 0xFFFFFFFF }));

    private async Task<(int Process, string Name, bool IsDead)> FindAsync(NpgsqlConnection connection, long folder) =>
        await connection.QueryFirstOrDefaultAsync<(int, string, bool)>(
            """
            SELECT a.pid, COALESCE(a.application_name, ''),
                NOT EXISTS (SELECT 1 FROM runs WHERE instance = @instance AND ended_at IS NULL AND renewed_at > EXTRACT(EPOCH FROM clock_timestamp() - INTERVAL '60 seconds') * 1000000)
            FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
            WHERE l.locktype = 'advisory' AND l.granted AND l.classid::bigint = @High AND l.objid::bigint = @Low
            AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
            """,
            new { High = (folder >> 32) & 0xFFFFFFFF, Low = folder & 0xFFFFFFFF, instance });

    private static string Named(string? name) => string.IsNullOrEmpty(name) ? "" : $" ({name.Replace("gantry server ", "", StringComparison.Ordinal)})";

    // The name of a session has 63 bytes.
    private static string Short(string machine) => machine.Length > 24 ? machine[..24] : machine;
}
