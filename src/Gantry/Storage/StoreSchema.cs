using System.Collections.Immutable;

namespace Gantry.Storage;

/// <summary>The steps that the schema of a store lacks, looked at or applied without anything else of it.</summary>
internal static class StoreSchema
{
    /// <param name="folder">The data folder.</param>
    /// <param name="environment">Names the PostgreSQL database, where it is one.</param>
    /// <param name="apply">Applies what is missing.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>What was missing before.</returns>
    /// <exception cref="DatabaseException">The database cannot be used, is of a newer version, or was made by another build.</exception>
    public static async Task<(string Engine, ImmutableArray<Migration> Missing)> LookAsync(
        string folder, Func<string, string?> environment, bool apply, TimeProvider time, CancellationToken cancellation)
    {
        if (environment(DataFolder.DatabaseVariable) is { Length: > 0 } given)
        {
            await using var postgres = await PostgresDatabase.ConnectAsync(given, cancellation);
            var lacks = await new Migrator(Migration.Postgres, time).MissingAsync(postgres, cancellation);
            if (apply) await postgres.MigrateAsync(time, cancellation);
            return (postgres.Description, lacks);
        }

        var file = Path.Combine(folder, SqliteDatabase.FileName);
        // A look makes no file.
        if (!File.Exists(file) && !apply) return (Sqlite, Migration.All);
        if (apply) Directory.CreateDirectory(folder);
        await using var sqlite = await SqliteDatabase.ConnectAsync(file, cancellation);
        var migrator = new Migrator(Migration.All, time);
        var missing = await migrator.MissingAsync(sqlite, cancellation);
        if (apply) await migrator.RunAsync(sqlite, cancellation);
        return (Sqlite, missing);
    }

    private const string Sqlite = "SQLite";
}
