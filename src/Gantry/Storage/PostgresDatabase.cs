using System.Data;
using System.Data.Common;
using Dapper;
using Npgsql;

namespace Gantry.Storage;

/// <summary>A database of PostgreSQL 14 or newer: readers see one moment (REPEATABLE READ, read only), writers come one after the other.</summary>
internal sealed class PostgresDatabase : IDatabase
{
    private const int OldestVersion = 14;

    private readonly NpgsqlDataSource _source;
    private readonly GroupWriter _writer;

    private PostgresDatabase(NpgsqlDataSource source)
    {
        _source = source;
        _writer = new GroupWriter(new PostgresWriteEngine(source));
    }

    /// <summary>How many transactions this process has committed.</summary>
    public long Commits => _writer.Commits;

    /// <summary>Connects, and brings the schema to this version.</summary>
    /// <param name="connectionString">As Npgsql takes it: <c>Host=…;Username=…;Password=…;Database=…</c>.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="DatabaseException">Not reachable, too old, not in UTF-8, of a newer version of Gantry, or not a connection string. The message holds no secret.</exception>
    public static async Task<PostgresDatabase> OpenAsync(string connectionString, TimeProvider time, CancellationToken cancellation)
    {
        var source = Source(connectionString);
        var database = new PostgresDatabase(source);
        try
        {
            await database.CheckAsync(cancellation);
            await new Migrator(Migration.Postgres, time).RunAsync(database, cancellation);
            return database;
        }
        catch (Exception failure)
        {
            await database.DisposeAsync();
            throw failure is NpgsqlException ? new DatabaseException($"The PostgreSQL database cannot be used: {failure.Message}", failure) : failure;
        }
    }

    public Task<bool> HasTableAsync(string name, CancellationToken cancellation) => ReadAsync(
        c => c.ExecuteScalarAsync<bool>("SELECT EXISTS (SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = @name)", new { name }), cancellation);

    public async Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> read, CancellationToken cancellation)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        // Gone, and the server told, before the connection is anybody else's: a server that is idle takes no notice.
        await using var cancel = cancellation.UnsafeRegister(_ => CancelStatement(connection.ProcessID), null);
        try
        {
            var result = await read(connection);
            await transaction.CommitAsync(cancellation);
            return result;
        }
        catch (PostgresException ended) when (ended.SqlState == PostgresErrorCodes.QueryCanceled && cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException("The statement was ended.", ended, cancellation);
        }
    }

    public Task<T> WriteAsync<T>(Func<DbConnection, Task<T>> write, CancellationToken cancellation) => _writer.WriteAsync(write, cancellation);

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        await _source.DisposeAsync();
    }

    private void CancelStatement(int process)
    {
        try
        {
            using var cancel = _source.CreateCommand($"SELECT pg_cancel_backend({process})");
            cancel.ExecuteNonQuery();
        }
        catch (NpgsqlException)
        {
            // The statement ends by itself.
        }
    }

    private static NpgsqlDataSource Source(string connectionString)
    {
        try
        {
            return NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = "gantry", IncludeErrorDetail = false });
        }
        catch (ArgumentException)
        {
            // What is wrong may be a password.
            throw new DatabaseException("The connection string is not one of PostgreSQL. Write it as Host=…;Port=5432;Username=…;Password=…;Database=….");
        }
    }

    private Task<bool> CheckAsync(CancellationToken cancellation) => ReadAsync(
        async connection =>
        {
            if (((NpgsqlConnection)connection).PostgreSqlVersion.Major < OldestVersion)
                throw new DatabaseException($"The server is PostgreSQL {((NpgsqlConnection)connection).PostgreSqlVersion}; Gantry needs {OldestVersion} or newer.");
            return await connection.ExecuteScalarAsync<string>("SHOW server_encoding") == "UTF8"
                ? true
                : throw new DatabaseException("The database is not in UTF-8. Make one that is: CREATE DATABASE gantry ENCODING 'UTF8' TEMPLATE template0.");
        },
        cancellation);
}
