using System.Data;
using System.Data.Common;
using Dapper;
using Npgsql;

namespace Gantry.Storage;

/// <summary>A database of PostgreSQL 14 or newer: readers see one moment (REPEATABLE READ, read only), writers come one after the other.</summary>
internal sealed class PostgresDatabase : IDatabase
{
    private const int OldestVersion = 14;
    private const int ConnectSeconds = 5;
    private const int PreparedStatements = 100;

    private readonly NpgsqlDataSource _source;
    private readonly GroupWriter _writer;

    private readonly PostgresWriteEngine _engine;

    private PostgresDatabase(NpgsqlDataSource source)
    {
        _source = source;
        _engine = new PostgresWriteEngine(source);
        _writer = new GroupWriter(_engine);
    }

    /// <summary>What it is and where, for people: <c>PostgreSQL 17.6, gantry at db.example.com</c>. No user, no password.</summary>
    public string Description { get; private set; } = "PostgreSQL";

    /// <summary>How many transactions this process has committed.</summary>
    public long Commits => _writer.Commits;

    /// <summary>The one that writes.</summary>
    public GroupWriter Writer => _writer;

    /// <summary>Connects, and brings the schema to this version.</summary>
    /// <param name="connectionString">As Npgsql takes it: <c>Host=…;Username=…;Password=…;Database=…</c>.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="DatabaseException">Not reachable, too old, not in UTF-8, of a newer version of Gantry, or not a connection string. The message holds no secret.</exception>
    public static async Task<PostgresDatabase> OpenAsync(string connectionString, TimeProvider time, CancellationToken cancellation)
    {
        var database = await ConnectAsync(connectionString, cancellation);
        try
        {
            await database.MigrateAsync(time, cancellation);
            return database;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>Connects and changes nothing.</summary>
    /// <inheritdoc cref="OpenAsync"/>
    public static async Task<PostgresDatabase> ConnectAsync(string connectionString, CancellationToken cancellation)
    {
        var database = new PostgresDatabase(Source(connectionString));
        try
        {
            await database.CheckAsync(cancellation);
            return database;
        }
        catch (Exception failure)
        {
            await database.DisposeAsync();
            throw failure is NpgsqlException ? Unusable(failure) : failure;
        }
    }

    /// <summary>Brings the schema to this version.</summary>
    /// <exception cref="DatabaseException">Of a newer version, or not to be changed by this role.</exception>
    public async Task MigrateAsync(TimeProvider time, CancellationToken cancellation)
    {
        try
        {
            await new Migrator(Migration.Postgres, time).RunAsync(this, cancellation);
        }
        catch (NpgsqlException failure)
        {
            throw Unusable(failure);
        }
    }

    /// <summary>From now on nothing is written without the place of this server, which is taken here and again after each broken connection.</summary>
    /// <param name="instance">That of its data folder; null to be alone on the database.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="DatabaseException">Another server has it.</exception>
    public async Task ClaimAsync(string? instance, CancellationToken cancellation)
    {
        _engine.Claim(instance);
        await RenewClaimAsync(cancellation);
    }

    /// <summary>Looks whether the place is still held.</summary>
    /// <exception cref="DatabaseException">Another server has it.</exception>
    /// <exception cref="DbException">The database cannot be asked.</exception>
    public Task RenewClaimAsync(CancellationToken cancellation) => WriteAsync(static _ => Task.FromResult(true), cancellation);

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
        catch (DbException) when (connection.FullState is not ConnectionState.Open)
        {
            // The others of the pool are as old.
            _source.Clear();
            throw;
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

    /// <summary>A connection of its own that hears what is said on a channel while somebody waits on it.</summary>
    /// <param name="channel">Its name: one of ours, never of a client.</param>
    /// <param name="heard">Takes each word.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task<NpgsqlConnection> ListenAsync(string channel, Action<string> heard, CancellationToken cancellation)
    {
        var connection = await _source.OpenConnectionAsync(cancellation);
        try
        {
            connection.Notification += (_, said) => heard(said.Payload);
            await connection.ExecuteAsync(new CommandDefinition("LISTEN " + channel, cancellationToken: cancellation));
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Says a word on a channel, at once.</summary>
    public async Task SayAsync(string channel, string word, CancellationToken cancellation)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellation);
        await connection.ExecuteAsync(new CommandDefinition("SELECT pg_notify(@channel, @word)", new { channel, word }, cancellationToken: cancellation));
    }

    private static DatabaseException Unusable(Exception failure) => new($"The PostgreSQL database cannot be used: {failure.Message}", failure);

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
            var given = new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = "gantry", IncludeErrorDetail = false };
            if (string.IsNullOrEmpty(given.Host)) throw new ArgumentException("No host.", nameof(connectionString));
            // A client waits for a database that is down: as long as for a locked file.
            if (!given.ContainsKey("Timeout")) given.Timeout = ConnectSeconds;
            // A settlement is the same dozen statements over and over.
            if (!given.ContainsKey("Max Auto Prepare")) (given.MaxAutoPrepare, given.AutoPrepareMinUsages) = (PreparedStatements, 3);
            return NpgsqlDataSource.Create(given);
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
            var server = (NpgsqlConnection)connection;
            if (server.PostgreSqlVersion.Major < OldestVersion)
                throw new DatabaseException($"The server is PostgreSQL {server.PostgreSqlVersion}; Gantry needs {OldestVersion} or newer.");
            Description = $"PostgreSQL {server.PostgreSqlVersion}, {server.Database} at {server.Host}";
            return await connection.ExecuteScalarAsync<string>("SHOW server_encoding") == "UTF8"
                ? true
                : throw new DatabaseException("The database is not in UTF-8. Make one that is: CREATE DATABASE gantry ENCODING 'UTF8' TEMPLATE template0.");
        },
        cancellation);
}
