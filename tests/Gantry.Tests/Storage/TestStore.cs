using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Data.Common;
using Dapper;
using Gantry.Storage;
using Gantry.Tests.Storage.Ledger;
using Microsoft.Data.Sqlite;
using Npgsql;
using Xunit;

namespace Gantry.Tests.Storage;

/// <summary>
/// The store of a test: a file of SQLite, or where <c>GANTRY_TEST_STORE=postgres</c> a database of PostgreSQL that stands for the file. Tests name the
/// file and do not see the difference.
/// </summary>
internal static class TestStore
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Databases = new(StringComparer.Ordinal);

    public static bool IsPostgres { get; } = Environment.GetEnvironmentVariable("GANTRY_TEST_STORE") == "postgres";

    /// <summary>The schema, step by step.</summary>
    public static ImmutableArray<Migration> Steps => IsPostgres ? Migration.Postgres : Migration.All;

    /// <summary>For tests of SQLite itself.</summary>
    public static void NeedsSqlite(string reason) => Assert.SkipWhen(IsPostgres, $"On PostgreSQL this is nothing to try: {reason}");

    /// <summary>Opens the store that lies in a file, or stands for it.</summary>
    public static async Task<IDatabase> OpenAsync(string file, TimeProvider time, CancellationToken cancellation) => IsPostgres
        ? await PostgresDatabase.OpenAsync(await NameAsync(file), time, cancellation)
        : await SqliteDatabase.OpenAsync(file, time, cancellation);

    /// <summary>A store for one test alone.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="upTo">The last step of its schema.</param>
    public static async Task<IDatabase> FreshAsync(TimeProvider time, int upTo = int.MaxValue)
    {
        if (!IsPostgres) return await MemoryDatabase.OpenAsync(time, upTo);
        var isWhole = upTo == int.MaxValue;
        var name = isWhole ? await PostgresCluster.NewDatabaseAsync() : await PostgresCluster.NewDatabaseAsync(template: null);
        var database = await PostgresDatabase.ConnectAsync(name, CancellationToken.None);
        if (!isWhole) await new Migrator([.. Steps.Where(step => step.Number <= upTo)], time).RunAsync(database, CancellationToken.None);
        return new PassingDatabase(database, name);
    }

    /// <summary>An open connection of the test's own, past all of the gateway's code.</summary>
    public static async Task<DbConnection> ConnectAsync(string file)
    {
        DbConnection connection = IsPostgres
            ? new NpgsqlConnection(await NameAsync(file) + ";Pooling=false")
            : new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>Holds up every writer, as another process in a long write does, until it is disposed of.</summary>
    public static async Task<IAsyncDisposable> HoldAsync(string file)
    {
        var connection = await ConnectAsync(file);
        await connection.ExecuteAsync(IsPostgres ? $"BEGIN; SELECT pg_advisory_xact_lock({PostgresWriteEngine.Lock})" : "BEGIN IMMEDIATE");
        return new Held(connection);
    }

    /// <summary>Whether nobody is in a write.</summary>
    public static async Task<bool> CanWriteAsync(DbConnection connection)
    {
        if (connection is not SqliteConnection sqlite)
            return await connection.ExecuteScalarAsync<bool>($"SELECT pg_try_advisory_xact_lock({PostgresWriteEngine.Lock})");
        try
        {
            // Its own time-out: the default waits half a minute.
            await sqlite.ExecuteAsync("BEGIN IMMEDIATE; ROLLBACK", commandTimeout: 1);
            return true;
        }
        catch (SqliteException busy) when (busy.SqliteErrorCode == 5)
        {
            return false;
        }
    }

    /// <summary>The variables of a gateway on this data folder.</summary>
    public static async Task<Func<string, string?>> EnvironmentAsync(string folder, Func<string, string?>? other = null)
    {
        var database = IsPostgres ? await NameAsync(FileIn(folder)) : null;
        return name => name == DataFolder.DatabaseVariable ? other?.Invoke(name) ?? database : other?.Invoke(name);
    }

    /// <summary>The same, for a process.</summary>
    public static async Task<IReadOnlyDictionary<string, string>?> VariablesAsync(string folder, IReadOnlyDictionary<string, string>? others = null) => IsPostgres
        ? new Dictionary<string, string>(others ?? new Dictionary<string, string>()) { [DataFolder.DatabaseVariable] = await NameAsync(FileIn(folder)) }
        : others;

    /// <summary>Drops what stands for the files of a folder that goes.</summary>
    public static void Forget(string folder)
    {
        foreach (var file in Databases.Keys.Where(file => file.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal)))
            if (Databases.TryRemove(file, out var name) && name.Value is { IsCompletedSuccessfully: true } made) PostgresCluster.Drop(made.GetAwaiter().GetResult());
    }

    private static string FileIn(string folder) => Path.Combine(folder, SqliteDatabase.FileName);

    private static Task<string> NameAsync(string file) =>
        Databases.GetOrAdd(Path.GetFullPath(file), _ => new Lazy<Task<string>>(() => PostgresCluster.NewDatabaseAsync())).Value;

    private sealed class Held : IAsyncDisposable
    {
        private readonly DbConnection _connection;
        private readonly CancellationTokenSource _enough = new();
        private readonly Task _busy;

        public Held(DbConnection connection)
        {
            _connection = connection;
            // Who holds the turn of others and does nothing is ended by them.
            _busy = IsPostgres ? connection.ExecuteAsync(new CommandDefinition("SELECT pg_sleep(600)", commandTimeout: 0, cancellationToken: _enough.Token)) : Task.CompletedTask;
        }

        public async ValueTask DisposeAsync()
        {
            await _enough.CancelAsync();
            await _busy.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await _connection.ExecuteAsync("ROLLBACK");
            await _connection.DisposeAsync();
            _enough.Dispose();
        }
    }

    private sealed class PassingDatabase(IDatabase inner, string name) : IDatabase
    {
        public Task<bool> HasTableAsync(string table, CancellationToken cancellation) => inner.HasTableAsync(table, cancellation);

        public Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> read, CancellationToken cancellation) => inner.ReadAsync(read, cancellation);

        public Task<T> WriteAsync<T>(Func<DbConnection, Task<T>> write, CancellationToken cancellation) => inner.WriteAsync(write, cancellation);

        public async ValueTask DisposeAsync()
        {
            await inner.DisposeAsync();
            PostgresCluster.Drop(name);
        }
    }
}
