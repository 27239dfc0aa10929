using System.Data.Common;
using Dapper;
using Gantry.Billing;
using Microsoft.Data.Sqlite;

namespace Gantry.Storage;

/// <summary>
/// One SQLite file: WAL, <c>synchronous=FULL</c>, foreign keys on, one writer, readers on read-only connections of their own.
/// Other processes (<c>gantry apply</c> beside a running server) may have it open as well.
/// </summary>
internal sealed class SqliteDatabase : IDatabase
{
    /// <summary>The file's name in the data folder.</summary>
    public const string FileName = "gantry.db";

    private const int BusyTimeoutSeconds = 5;

    private static readonly SameSchema Compiled = new();

    private readonly GroupWriter _writer;
    private readonly SqliteReaders _readers;

    private SqliteDatabase(GroupWriter writer, SqliteReaders readers)
    {
        _writer = writer;
        _readers = readers;
    }

    /// <summary>How many transactions this process has committed.</summary>
    public long Commits => _writer.Commits;

    /// <summary>The one that writes.</summary>
    public GroupWriter Writer => _writer;

    /// <summary>Opens the file, making it where it is missing, and brings its schema to this version.</summary>
    /// <exception cref="DatabaseException">Not a database, of a newer version, or not accessible.</exception>
    public static async Task<SqliteDatabase> OpenAsync(string path, TimeProvider time, CancellationToken cancellation)
    {
        var database = await ConnectAsync(path, cancellation);
        try
        {
            await new Migrator(Migration.All, time).RunAsync(database, cancellation);
            return database;
        }
        catch (Exception failure)
        {
            await database.DisposeAsync();
            throw failure is SqliteException ? Unusable(path, failure) : failure;
        }
    }

    /// <summary>Opens the file, making it where it is missing, and leaves the schema as it is.</summary>
    /// <exception cref="DatabaseException">Not a database, or not accessible.</exception>
    public static async Task<SqliteDatabase> ConnectAsync(string path, CancellationToken cancellation)
    {
        SqliteEngine.Start();
        SqlMapper.ConnectionStringComparer = Compiled;
        var builder = new SqliteConnectionStringBuilder { DataSource = path, ForeignKeys = true, DefaultTimeout = BusyTimeoutSeconds, Pooling = false };
        var connection = new SqliteConnection(builder.ToString());
        try
        {
            await connection.OpenAsync(cancellation);
            SqliteEngine.AskOften(connection.Handle!);
            if (await connection.ExecuteScalarAsync<string>("PRAGMA journal_mode = WAL") != "wal")
                throw new DatabaseException($"The database {path} cannot use a write-ahead log: is it on a network file system? Use a local disk.");
            await connection.ExecuteAsync("PRAGMA synchronous = FULL");
            // The usual 2 MiB are less than a batch of settlements touches: pages would go to the log and come back within one commit. Six hold it; more was memory without gain.
            await connection.ExecuteAsync("PRAGMA cache_size = -6144");
        }
        catch (Exception failure)
        {
            await connection.DisposeAsync();
            throw failure is SqliteException ? Unusable(path, failure) : failure;
        }

        builder.Mode = SqliteOpenMode.ReadOnly;
        return new SqliteDatabase(new GroupWriter(new SqliteWriteEngine(connection), new DiskThread("SQLite writer")), new SqliteReaders(builder.ToString()));
    }

    public Task<bool> HasTableAsync(string name, CancellationToken cancellation) => ReadAsync(
        c => c.ExecuteScalarAsync<bool>("SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = @name", new { name }), cancellation);

    public async Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> read, CancellationToken cancellation)
    {
        var reader = await _readers.TakeAsync(cancellation);
        T result;
        try
        {
            result = await reader.RunAsync(connection => ReadAsync(connection, read, cancellation));
        }
        catch
        {
            // Whatever it is in the middle of ends with it.
            await reader.DisposeAsync();
            throw;
        }

        await _readers.GiveBackAsync(reader);
        return result;
    }

    public Task<T> WriteAsync<T>(Func<DbConnection, Task<T>> write, CancellationToken cancellation) => _writer.WriteAsync(write, cancellation);

    public async ValueTask DisposeAsync()
    {
        // Readers first: the connection that closes last folds the log into the file, and a read-only one cannot.
        await _readers.DisposeAsync();
        await _writer.DisposeAsync();
    }

    private static async Task<T> ReadAsync<T>(SqliteConnection connection, Func<DbConnection, Task<T>> read, CancellationToken cancellation)
    {
        await using var transaction = connection.BeginTransaction(deferred: true);
        try
        {
            // Gone before the connection is: disposing of it waits for a call under way.
            await using var interrupt = cancellation.UnsafeRegister(static handle => SQLitePCL.raw.sqlite3_interrupt((SQLitePCL.sqlite3)handle!), connection.Handle);
            var result = await read(connection);
            await transaction.CommitAsync(cancellation);
            return result;
        }
        catch (SqliteException interrupted) when (interrupted.SqliteErrorCode == SQLitePCL.raw.SQLITE_INTERRUPT && cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException("The statement was ended.", interrupted, cancellation);
        }
    }

    private static DatabaseException Unusable(string path, Exception failure) =>
        new($"The database {path} cannot be opened: {failure.Message}", failure);
}
