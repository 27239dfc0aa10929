using System.Data;
using System.Data.Common;
using System.Globalization;
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
    /// <summary>What each write waits for. Any number that is ours: "gantry w" in ASCII.</summary>
    public const long Lock = 0x67616E7472792077;

    // Who waits looks at the holder before a request gives up waiting for money, and keeps its place in the queue meanwhile.
    private static readonly TimeSpan FirstLook = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan NextLook = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(2);

    // Nobody waits much longer than for a locked file of SQLite.
    private static readonly string Begin = string.Create(CultureInfo.InvariantCulture, $"SET LOCAL lock_timeout = '6s'; SELECT pg_advisory_xact_lock({Lock})");

    // A writer that is stopped or cut off in the middle must not stop all others: the database ends what does not go on (reliability ).
    private static readonly string BeginBesideOthers = "SET LOCAL idle_in_transaction_session_timeout = '5s'; " + Begin;

    // One that was stopped while it sent rows: no time-out of the database looks at that.
    private const string EndStopped =
        """
        WITH stopped AS MATERIALIZED (
            SELECT a.pid FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
            WHERE l.locktype = 'advisory' AND l.granted AND l.classid::bigint = @High AND l.objid::bigint = @Low
            AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
            AND a.usename = current_user AND a.wait_event = 'ClientRead' AND a.state_change < clock_timestamp() - INTERVAL '1 second')
        SELECT COUNT(*) FROM stopped WHERE pg_terminate_backend(pid, 2000)
        """;

    private NpgsqlConnection? _connection;
    private PostgresServerLock? _claim;

    /// <summary>From now on each connection that writes holds the place of a server.</summary>
    public void Claim(string? instance) => Volatile.Write(ref _claim, new PostgresServerLock(instance));

    public async Task<DbTransaction> BeginAsync()
    {
        var isOld = _connection is not null;
        try
        {
            return await TryBeginAsync();
        }
        catch (DbException) when (isOld && _connection is not { FullState: ConnectionState.Open })
        {
            // A server that was restarted leaves a broken connection behind, which only its next use shows.
            return await TryBeginAsync();
        }
    }

    public ValueTask DisposeAsync() => _connection?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task<DbTransaction> TryBeginAsync()
    {
        if (_connection is { FullState: not ConnectionState.Open })
        {
            await _connection.DisposeAsync();
            _connection = null;
        }

        _connection ??= await source.OpenConnectionAsync();
        if (Volatile.Read(ref _claim) is { } claim) await claim.HoldAsync(_connection);
        var transaction = await _connection.BeginTransactionAsync();
        try
        {
            var taking = _connection.ExecuteAsync(Volatile.Read(ref _claim) is { IsAlone: true } ? Begin : BeginBesideOthers);
            for (var look = FirstLook; await Task.WhenAny(taking, Task.Delay(look)) != taking; look = NextLook) await EndStoppedAsync();
            await taking;
            return transaction;
        }
        catch
        {
            await transaction.DisposeAsync();
            throw;
        }
    }

    private async Task EndStoppedAsync()
    {
        using var patience = new CancellationTokenSource(LongestLook);
        try
        {
            await using var other = await source.OpenConnectionAsync(patience.Token);
            await other.ExecuteAsync(new CommandDefinition(EndStopped, new { High = (Lock >> 32) & 0xFFFFFFFF, Low = Lock & 0xFFFFFFFF }, cancellationToken: patience.Token));
        }
        catch (Exception failure) when (failure is DbException or OperationCanceledException)
        {
            // Whoever waits hears of it by the wait itself.
            return;
        }
    }
}
