using System.Data;
using Dapper;
using Npgsql;

namespace Gantry.Storage;

/// <summary>A dump of a PostgreSQL store by <c>pg_dump</c>, and back by <c>pg_restore</c>.</summary>
internal static class PostgresBackup
{
    /// <summary>Writes the dump (custom format) and says what was in the store at the moment that it shows.</summary>
    /// <exception cref="DatabaseException">The database cannot be read.</exception>
    public static async Task<StoreTotals> DumpAsync(string database, string target, CancellationToken cancellation)
    {
        var builder = Parse(database);
        await using var connection = await ConnectAsync(builder, cancellation);
        // Dump and totals see the same moment. The transaction stays open as long as the program reads.
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        var snapshot = await connection.ExecuteScalarAsync<string>("SELECT pg_export_snapshot()");
        var totals = await ReadAsync(connection);
        await PostgresPrograms.RunAsync("pg_dump", builder, ["--format=custom", "--no-password", "--no-owner", "--no-privileges", $"--snapshot={snapshot}", $"--file={target}"], cancellation);
        return totals;
    }

    /// <summary>Brings a dump into a database that has no tables.</summary>
    /// <exception cref="DatabaseException">It has tables, or the dump does not go in; then nothing of it does.</exception>
    public static async Task<StoreTotals> RestoreAsync(string dump, string database, CancellationToken cancellation)
    {
        var builder = Parse(database);
        await using var connection = await ConnectAsync(builder, cancellation);
        if (await connection.ExecuteScalarAsync<bool>("SELECT EXISTS (SELECT 1 FROM pg_tables WHERE schemaname = current_schema())"))
            throw new DatabaseException("The database has tables already. Restore into an empty one: what is there is never overwritten.");
        await PostgresPrograms.RunAsync(
            "pg_restore", builder, ["--no-password", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", $"--dbname={builder.Database}", dump], cancellation);
        await connection.ExecuteAsync("ANALYZE", commandTimeout: 0, commandType: CommandType.Text);
        return await ReadAsync(connection);
    }

    /// <summary>Makes a database for a rehearsal, and drops it when it is disposed of.</summary>
    /// <exception cref="DatabaseException">There is one of that name, or the role may not make it.</exception>
    public static async Task<IAsyncDisposable> ScratchAsync(string database, CancellationToken cancellation)
    {
        var builder = Parse(database);
        var name = builder.Database;
        if (string.IsNullOrEmpty(name)) throw new DatabaseException("Name the database to make for the rehearsal: Host=…;Database=gantry_rehearsal.");
        builder.Database = "postgres";
        var connection = await ConnectAsync(builder, cancellation);
        try
        {
            if (await connection.ExecuteScalarAsync<bool>("SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = @name)", new { name }))
                throw new DatabaseException($"There is a database {name} already. A rehearsal makes its own and drops it: name one that does not exist.");
            await connection.ExecuteAsync($"CREATE DATABASE {Quote(name)} ENCODING 'UTF8' TEMPLATE template0", commandTimeout: 0);
            return new Scratch(connection, name);
        }
        catch (Exception failure)
        {
            await connection.DisposeAsync();
            throw failure is NpgsqlException ? new DatabaseException($"The database for the rehearsal cannot be made: {failure.Message}", failure) : failure;
        }
    }

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static async Task<StoreTotals> ReadAsync(NpgsqlConnection connection)
    {
        try
        {
            return await StoreTotals.ReadAsync(connection);
        }
        catch (PostgresException failure)
        {
            throw new DatabaseException($"The database holds no store of Gantry: {failure.MessageText}", failure);
        }
    }

    private static NpgsqlConnectionStringBuilder Parse(string database)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(database) { ApplicationName = "gantry backup", Pooling = false, IncludeErrorDetail = false };
        }
        catch (ArgumentException)
        {
            // What is wrong may be a password.
            throw new DatabaseException("The connection string is not one of PostgreSQL. Write it as Host=…;Port=5432;Username=…;Password=…;Database=….");
        }
    }

    private static async Task<NpgsqlConnection> ConnectAsync(NpgsqlConnectionStringBuilder builder, CancellationToken cancellation)
    {
        var connection = new NpgsqlConnection(builder.ToString());
        try
        {
            await connection.OpenAsync(cancellation);
            return connection;
        }
        catch (Exception failure)
        {
            await connection.DisposeAsync();
            throw failure is NpgsqlException or ArgumentException ? new DatabaseException($"The PostgreSQL database cannot be used: {failure.Message}", failure) : failure;
        }
    }

    private sealed class Scratch(NpgsqlConnection connection, string name) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await connection.ExecuteAsync($"DROP DATABASE {Quote(name)} WITH (FORCE)", commandTimeout: 0);
            await connection.DisposeAsync();
        }
    }
}
