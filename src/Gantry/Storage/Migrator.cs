using System.Collections.Immutable;
using System.Data.Common;
using Dapper;

namespace Gantry.Storage;

/// <summary>Brings the schema of a database to this version: all of a new one in one transaction, later steps each in its own.</summary>
internal sealed class Migrator(ImmutableArray<Migration> steps, TimeProvider time)
{
    private const string Table = "schema_migrations";

    /// <summary>Applies the steps that are missing. Several processes may do so at once.</summary>
    /// <exception cref="DatabaseException">The database is of a newer version, or a step that it knows reads differently.</exception>
    public async Task RunAsync(IDatabase database, CancellationToken cancellation)
    {
        // A database that is up to date is only read: a command must not have to wait for a busy server to look at it.
        var missing = await MissingAsync(database, cancellation);
        if (missing.IsEmpty) return;

        // A new one is whole or not there: a third of the first start was steps that waited for the disk one by one.
        if (missing.Length == steps.Length)
        {
            await database.WriteAsync(connection => ApplyAsync(connection, missing), cancellation);
            return;
        }

        foreach (var step in missing)
            await database.WriteAsync(connection => ApplyAsync(connection, [step]), cancellation);
    }

    /// <summary>The steps that the database lacks; changes nothing.</summary>
    /// <exception cref="DatabaseException">As <see cref="RunAsync"/>.</exception>
    public async Task<ImmutableArray<Migration>> MissingAsync(IDatabase database, CancellationToken cancellation)
    {
        if (!await database.HasTableAsync(Table, cancellation)) return steps;
        var applied = await database.ReadAsync(AppliedAsync, cancellation);
        Check(applied);
        return [.. steps.Where(s => !applied.ContainsKey(s.Number))];
    }

    private static Task<int> CreateTableAsync(DbConnection connection) => connection.ExecuteAsync(
        """
        CREATE TABLE IF NOT EXISTS schema_migrations (
            number BIGINT NOT NULL PRIMARY KEY,
            name TEXT NOT NULL,
            checksum TEXT NOT NULL,
            applied_at BIGINT NOT NULL
        )
        """);

    private static async Task<Dictionary<int, string>> AppliedAsync(DbConnection connection)
    {
        var rows = await connection.QueryAsync<(long Number, string Checksum)>("SELECT number, checksum FROM schema_migrations");
        return rows.ToDictionary(r => (int)r.Number, r => r.Checksum);
    }

    private async Task<int> ApplyAsync(DbConnection connection, ImmutableArray<Migration> missing)
    {
        await CreateTableAsync(connection);
        // Looked up again: another process may have applied some since.
        var applied = await AppliedAsync(connection);
        foreach (var step in missing.Where(s => !applied.ContainsKey(s.Number)))
        {
            // However much there is to convert.
            await connection.ExecuteAsync(step.Sql, commandTimeout: 0);
            await connection.ExecuteAsync(
                "INSERT INTO schema_migrations (number, name, checksum, applied_at) VALUES (@Number, @Name, @Checksum, @AppliedAt)",
                new { step.Number, step.Name, step.Checksum, AppliedAt = UnixMicros.Of(time.GetUtcNow()) });
        }

        return missing.Length;
    }

    private void Check(Dictionary<int, string> applied)
    {
        var newest = steps.Max(s => s.Number);
        if (applied.Keys.Any(n => n > newest))
        {
            throw new DatabaseException(
                $"The database has schema {applied.Keys.Max()}, this version of Gantry knows {newest} at most. " +
                "Start a newer version, or restore a backup from before the upgrade.");
        }

        foreach (var step in steps)
        {
            if (applied.TryGetValue(step.Number, out var checksum) && checksum != step.Checksum)
                throw new DatabaseException($"Schema step {step.Number} ({step.Name}) of the database is not the one of this version: it was made by another build.");
        }
    }
}
