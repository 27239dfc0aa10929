using System.Security.Cryptography;
using Gantry.Storage;

namespace Gantry.Backups;

/// <summary>Brings a backup back, into an empty folder and an empty database only.</summary>
internal static class BackupRestorer
{
    /// <summary>Reads every file of a backup and compares it with its manifest.</summary>
    /// <returns>What is wrong, a sentence a file; empty where nothing is.</returns>
    public static async Task<IReadOnlyList<string>> CompareAsync(string backup, BackupManifest manifest, CancellationToken cancellation)
    {
        var wrong = new List<string>();
        foreach (var file in manifest.Files)
        {
            var path = Locate(backup, file);
            if (!File.Exists(path))
            {
                wrong.Add($"{file.Path} is missing.");
                continue;
            }

            var found = await PrivateFiles.DescribeAsync(backup, path, cancellation);
            if (found.Bytes != file.Bytes) wrong.Add($"{file.Path} has {found.Bytes} bytes, the manifest says {file.Bytes}.");
            else if (!CryptographicOperations.FixedTimeEquals(Convert.FromHexString(found.Sha256), Convert.FromHexString(file.Sha256))) wrong.Add($"{file.Path} is damaged: its SHA-256 is not the one of the manifest.");
        }

        return wrong;
    }

    /// <summary>Puts the files into a data folder and the store where it belongs.</summary>
    /// <param name="backup">Compared already.</param>
    /// <param name="manifest">Its manifest.</param>
    /// <param name="data">A folder that is empty or does not exist; where the backup has no secrets, it may hold <c>secrets/</c>.</param>
    /// <param name="database">An empty database where the backup is of PostgreSQL; else null.</param>
    /// <param name="cancellation">Ends it half-way.</param>
    /// <exception cref="BackupException">Not into this folder.</exception>
    /// <exception cref="DatabaseException">Not into this database, or what arrived is not what the manifest says.</exception>
    public static async Task<StoreTotals> RestoreAsync(string backup, BackupManifest manifest, string data, string? database, CancellationToken cancellation)
    {
        if (manifest.Engine == BackupMaker.Postgres && database is null)
            throw new BackupException($"The backup is of a PostgreSQL store. Name an empty database to restore it into, by {DataFolder.DatabaseVariable} or --database.") { IsWrongUsage = true };
        if (manifest.Engine == BackupMaker.Sqlite && database is not null)
            throw new BackupException("The backup is of a SQLite store and goes into the data folder: name no database. gantry store copy moves it into PostgreSQL afterwards.") { IsWrongUsage = true };
        var hasSecrets = manifest.Files.Any(file => file.Path.StartsWith(BackupMaker.Secrets + "/", StringComparison.Ordinal));
        var folder = hasSecrets ? PrivateFiles.MakeEmpty(data) : PrivateFiles.MakeEmpty(data, BackupMaker.Secrets);
        foreach (var file in manifest.Files.Where(file => file.Path != BackupMaker.Dump))
        {
            if (!await PrivateFiles.TryCopyAsync(Locate(backup, file), Path.Combine(folder, file.Path), cancellation)) throw new BackupException($"{file.Path} is missing.");
        }

        var totals = database is null
            ? await SqliteBackup.CheckAsync(Path.Combine(folder, SqliteDatabase.FileName))
            : await PostgresBackup.RestoreAsync(Path.Combine(backup, BackupMaker.Dump), database, cancellation);
        return totals == manifest.Totals ? totals : throw new DatabaseException($"What was restored is not what the manifest says: {Difference(manifest.Totals, totals)}.");
    }

    private static string Difference(StoreTotals said, StoreTotals found) => string.Join(", ", typeof(StoreTotals).GetProperties()
        .Select(property => (property.Name, Said: property.GetValue(said), Found: property.GetValue(found)))
        .Where(pair => !Equals(pair.Said, pair.Found))
        .Select(pair => $"{pair.Name} is {pair.Found} and should be {pair.Said}"));

    // Whoever can write a manifest could name any file of the machine in it.
    private static string Locate(string backup, BackupFile file)
    {
        var parts = file.Path.Split('/');
        return parts.Length is 1 or 2 && parts.All(part => part.Length > 0 && part is not ("." or "..") && !part.Contains('\\') && !Path.IsPathRooted(part))
            ? Path.Combine([backup, .. parts])
            : throw new BackupException($"The manifest names a file outside of the backup: {file.Path}");
    }
}
