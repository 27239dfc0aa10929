using Gantry.Cli.Doctor.Findings;
using Gantry.Storage;

namespace Gantry.Cli.Doctor;

/// <summary>The data folder: there, writable, private where it must be, a database that is one, room on the disk.</summary>
internal static class DataFolderCheck
{
    private const string SecretsName = "secrets";
    private const long LeastFree = 100L << 20;
    private const long GoodFree = 1L << 30;
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private static ReadOnlySpan<byte> DatabaseHeader => "SQLite format 3\0"u8;

    public static async Task<IReadOnlyList<Finding>> FindAsync(Examination subject, CancellationToken cancellation) =>
        subject.Variable(DataFolder.DatabaseVariable) is { } given ? [.. Find(subject), await PostgresAsync(given, cancellation)] : [.. Find(subject)];

    public static IEnumerable<Finding> Find(Examination subject)
    {
        var folder = Path.GetFullPath(subject.DataFolder);
        if (!Directory.Exists(folder))
        {
            yield return File.Exists(folder)
                ? Finding.Problem("The data folder is a file.", folder, "Name a folder with --data or $GANTRY_DATA.")
                : Finding.Note("The data folder does not exist yet.", folder, "gantry serve makes it.");
            yield break;
        }
        yield return Writable(folder);
        foreach (var finding in Secrets(Path.Combine(folder, SecretsName))) yield return finding;
        if (subject.Variable(DataFolder.DatabaseVariable) is null) yield return Database(Path.Combine(folder, SqliteDatabase.FileName));
        yield return Room(folder);
    }

    private static Finding Writable(string folder)
    {
        var probe = Path.Combine(folder, $".doctor-{Environment.ProcessId}");
        try
        {
            File.WriteAllBytes(probe, [0]);
            File.Delete(probe);
            return Finding.Fine("The data folder can be written to.", folder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Finding.Problem($"The data folder cannot be written to: {failure.Message}", folder,
                "Give the server's user write permission, or name another folder with --data.");
        }
    }

    private static IEnumerable<Finding> Secrets(string folder)
    {
        if (!Directory.Exists(folder))
        {
            yield return Finding.Note("There are no secrets yet.", folder, "gantry serve makes them.");
            yield break;
        }
        if (OperatingSystem.IsWindows()) yield break;
        var open = new List<string>();
        foreach (var path in Directory.EnumerateFiles(folder).Prepend(folder))
            if ((File.GetUnixFileMode(path) & Others) != UnixFileMode.None) open.Add(path);
        if (open.Count == 0) yield return Finding.Fine("The secrets are readable by their owner only.", folder);
        foreach (var path in open)
        {
            yield return Finding.Problem("Other users of this machine can read the secret.", path,
                path == folder ? $"chmod 700 {path}" : $"chmod 600 {path}");
        }
    }

    private static async Task<Finding> PostgresAsync(string given, CancellationToken cancellation)
    {
        try
        {
            var (engine, missing) = await StoreSchema.LookAsync("", _ => given, apply: false, TimeProvider.System, cancellation);
            return missing.IsEmpty
                ? Finding.Fine("The store is in PostgreSQL and can be reached.", engine)
                : Finding.Note($"The store is in PostgreSQL and lacks {missing.Length} steps of its schema.", engine, "gantry serve applies them, and so does gantry migrate apply.");
        }
        catch (DatabaseException failure)
        {
            return Finding.Problem(failure.Message, DataFolder.DatabaseVariable, "Mend the connection string, or unset the variable to use the file in the data folder.");
        }
    }

    // Looked at, not opened: only the server's own storage opens databases, and a look must not migrate one.
    private static Finding Database(string path)
    {
        if (!File.Exists(path)) return Finding.Note("There is no database yet.", path, "gantry serve makes it.");
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            Span<byte> header = stackalloc byte[DatabaseHeader.Length];
            // An empty file is a database that nothing has been written to.
            var read = file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
            return read == 0 || header[..read].SequenceEqual(DatabaseHeader)
                ? Finding.Fine("The database is one and can be written to.", path)
                : Finding.Problem("The file is not an SQLite database.", path,
                    "Restore it from a backup, or move it away and start afresh.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Finding.Problem($"The database cannot be opened: {failure.Message}", path,
                "Give the server's user read and write permission.");
        }
    }

    private static Finding Room(string folder)
    {
        var free = new DriveInfo(folder).AvailableFreeSpace;
        var what = $"{free >> 20} MiB are free on the disk.";
        return free < LeastFree ? Finding.Problem(what, folder, "Make room: below 100 MiB usage records may be lost.")
            : free < GoodFree ? Finding.Note(what, folder, "Make room before the usage log fills it.")
            : Finding.Fine(what, folder);
    }
}
