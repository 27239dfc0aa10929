using Gantry.Secrets;
using Gantry.Storage;

namespace Gantry.Backups;

/// <summary>Makes a backup of a store, its journal and, where asked for, its secrets, while a server runs on them or not. See <c>docs/decisions/0044-backups.md</c>.</summary>
/// <param name="data">The data folder; nothing in it is changed.</param>
/// <param name="environment">Names the PostgreSQL database, where it is one.</param>
/// <param name="version">Of this Gantry.</param>
/// <param name="time">The clock.</param>
internal sealed class BackupMaker(string data, Func<string, string?> environment, string version, TimeProvider time)
{
    public const string Dump = "gantry.dump";
    public const string Journal = "journal";
    public const string Secrets = "secrets";
    public const string Postgres = "postgres";
    public const string Sqlite = "sqlite";

    /// <param name="target">A folder that is empty or does not exist.</param>
    /// <param name="withSecrets">Takes the pepper and the master key along.</param>
    /// <param name="cancellation">Ends it; what is there then has no manifest.</param>
    /// <exception cref="BackupException">It cannot be made there.</exception>
    /// <exception cref="DatabaseException">The store cannot be read.</exception>
    public async Task<BackupManifest> MakeAsync(string target, bool withSecrets, CancellationToken cancellation)
    {
        if (!Directory.Exists(data)) throw new BackupException($"There is no data folder {Path.GetFullPath(data)}.") { IsWrongUsage = true };
        var database = environment(DataFolder.DatabaseVariable) is { Length: > 0 } named ? named : null;
        if (database is null && !File.Exists(Path.Combine(data, SqliteDatabase.FileName)))
            throw new BackupException($"{Path.GetFullPath(data)} holds no store; name its database with {DataFolder.DatabaseVariable} where it is in PostgreSQL.") { IsWrongUsage = true };
        var folder = PrivateFiles.MakeEmpty(target);

        // Before the store: what ends meanwhile may be forgotten by the journal as soon as the store has it. And after it: what ends meanwhile is in neither else.
        await CopyJournalAsync(folder, cancellation);
        var at = time.GetUtcNow();
        StoreTotals totals;
        if (database is not null)
        {
            var dump = Path.Combine(folder, Dump);
            totals = await PostgresBackup.DumpAsync(database, dump, cancellation);
            PrivateFiles.Close(dump);
        }
        else
        {
            var copy = Path.Combine(folder, SqliteDatabase.FileName);
            totals = await SqliteBackup.CopyAsync(Path.Combine(data, SqliteDatabase.FileName), copy);
            PrivateFiles.Close(copy);
        }

        await CopyJournalAsync(folder, cancellation);
        var leftOut = await CopySecretsAsync(folder, withSecrets, cancellation);
        if (database is not null) leftOut.Add("journal/ of other servers on this database, if there are any: each lies in its own data folder.");
        var files = new List<BackupFile>();
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)) files.Add(await PrivateFiles.DescribeAsync(folder, path, cancellation));
        var manifest = new BackupManifest
        {
            Format = BackupManifest.Form,
            Gantry = version,
            Engine = database is null ? Sqlite : Postgres,
            At = at,
            Files = files,
            LeftOut = leftOut,
            Totals = totals,
        };
        await PrivateFiles.WriteAsync(Path.Combine(folder, BackupManifest.FileName), manifest.ToJson(), cancellation);
        return manifest;
    }

    // Segments only grow, so the later copy of one holds the earlier. How far they were acknowledged is not copied: a replay skips what the store has.
    private async Task CopyJournalAsync(string folder, CancellationToken cancellation)
    {
        var journal = Path.Combine(data, Journal);
        if (!Directory.Exists(journal)) return;
        foreach (var path in Directory.EnumerateFiles(journal).Where(path => Path.GetExtension(path) is ".seg" or ".damaged" or ".jsonl").Order(StringComparer.Ordinal))
            await PrivateFiles.TryCopyAsync(path, Path.Combine(folder, Journal, Path.GetFileName(path)), cancellation);
    }

    private async Task<List<string>> CopySecretsAsync(string folder, bool withSecrets, CancellationToken cancellation)
    {
        var leftOut = new List<string>();
        foreach (var (name, variable, lost) in SecretFiles.Names)
        {
            var path = Path.Combine(data, Secrets, name);
            if (environment(variable) is { Length: > 0 }) leftOut.Add($"{variable}: set in the environment of this installation, and needed where this is restored: without it {lost}.");
            else if (!File.Exists(path)) leftOut.Add($"secrets/{name}: is not in the data folder.");
            else if (!withSecrets) leftOut.Add($"secrets/{name}: without it {lost}. Keep a copy apart from this backup, or take it along with --with-secrets.");
            else await PrivateFiles.TryCopyAsync(path, Path.Combine(folder, Secrets, name), cancellation);
        }

        // Beside the master key while it is being changed.
        var previous = Path.Combine(data, Secrets, "master-key.previous");
        if (withSecrets && File.Exists(previous)) await PrivateFiles.TryCopyAsync(previous, Path.Combine(folder, Secrets, Path.GetFileName(previous)), cancellation);
        if (Directory.Exists(Path.Combine(data, "captures"))) leftOut.Add("captures/: bodies of requests that are kept for some days.");
        return leftOut;
    }
}
