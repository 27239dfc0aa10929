namespace Gantry.Storage;

/// <summary>
/// Held by the server for as long as it runs: a second server on one data folder would keep a journal and allowances of its own.
/// Commands that only edit the catalogue do not take it.
/// </summary>
internal sealed class ServerLock : IDisposable
{
    private readonly FileStream _file;
    private readonly string _processFile;

    private ServerLock(FileStream file, string processFile)
    {
        _file = file;
        _processFile = processFile;
    }

    /// <exception cref="DatabaseException">Another server runs on this folder; the message names its process.</exception>
    public static ServerLock Acquire(string dataFolder)
    {
        // Two files: a locked one cannot be read by others, and the refusal shall name the process.
        var processFile = Path.Combine(dataFolder, "gantry.pid");
        try
        {
            // The lock belongs to the open file, not to its name: it goes with the process, however that ends.
            var file = new FileStream(Path.Combine(dataFolder, "gantry.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.WriteAllText(processFile, $"{Environment.ProcessId}\n");
            return new ServerLock(file, processFile);
        }
        catch (IOException failure)
        {
            throw new DatabaseException(
                $"Another gantry server{Holder(processFile)} already uses the data folder {Path.GetFullPath(dataFolder)}. " +
                "Stop it, or give this one a folder of its own with --data.",
                failure);
        }
    }

    public void Dispose()
    {
        File.Delete(_processFile);
        _file.Dispose();
    }

    private static string Holder(string processFile)
    {
        try
        {
            return $" (process {File.ReadAllText(processFile).Trim()})";
        }
        catch (IOException)
        {
            return ""; // It is just starting or just ending; the message does without.
        }
    }
}
