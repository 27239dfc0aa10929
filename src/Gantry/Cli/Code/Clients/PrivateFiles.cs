using System.Text;

namespace Gantry.Cli.Code.Clients;

/// <summary>
/// A folder of files that nobody else may read and that go with the run. What a run that was killed has left is removed by the next: a folder
/// whose mark is not held any more belongs to nobody.
/// </summary>
internal sealed class PrivateFiles : IDisposable
{
    private const string Prefix = "gantry-code-";
    private const string Mark = "held";
    private static readonly TimeSpan Young = TimeSpan.FromMinutes(1);

    private readonly string _folder;
    private readonly FileStream _held;

    private PrivateFiles(string folder)
    {
        _folder = folder;
        _held = Create(Path.Combine(folder, Mark));
    }

    /// <summary>Makes the folder, below the place for temporary files.</summary>
    public static PrivateFiles Create(TimeProvider time)
    {
        RemoveLeftovers(time.GetUtcNow());
        return new PrivateFiles(Directory.CreateTempSubdirectory(Prefix).FullName);
    }

    /// <summary>Writes a file.</summary>
    /// <returns>Its path.</returns>
    public string Write(string name, string content)
    {
        var path = Path.Combine(_folder, name);
        using var file = Create(path);
        file.Write(Encoding.UTF8.GetBytes(content));
        return path;
    }

    /// <summary>Makes a folder.</summary>
    /// <returns>Its path.</returns>
    public string MakeFolder(string name) => Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;

    public void Dispose()
    {
        _held.Dispose();
        Remove(_folder);
    }

    private static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }

    private static void RemoveLeftovers(DateTimeOffset now)
    {
        // One that was made this moment may not hold its mark yet.
        foreach (var folder in new DirectoryInfo(Path.GetTempPath()).EnumerateDirectories(Prefix + "*").Where(found => found.LastWriteTimeUtc < (now - Young).UtcDateTime))
        {
            try
            {
                using (new FileStream(Path.Combine(folder.FullName, Mark), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
                {
                }

                Remove(folder.FullName);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                continue; // A run holds it, or it is another user's.
            }
        }
    }

    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            return; // Somebody cleans his temporary files.
        }
    }
}
