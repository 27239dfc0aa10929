namespace Gantry.Storage;

/// <summary>
/// Held by the server for as long as it runs: a second server on one data folder would keep a journal and allowances of its own.
/// Commands that only edit the catalogue do not take it.
/// </summary>
internal sealed class ServerLock : IDisposable
{
    private const string AddressName = "gantry.address";
    private const string ProcessName = "gantry.pid";

    private readonly FileStream _file;
    private readonly string _processFile;
    private readonly string _addressFile;

    private ServerLock(FileStream file, string processFile)
    {
        _file = file;
        _processFile = processFile;
        _addressFile = Path.Combine(Path.GetDirectoryName(processFile)!, AddressName);
    }

    /// <summary>The server that runs on a folder; null where none does, or none that listens yet.</summary>
    public static RunningServer? Find(string dataFolder)
    {
        try
        {
            var process = File.ReadAllText(Path.Combine(dataFolder, ProcessName));
            var said = File.ReadAllLines(Path.Combine(dataFolder, AddressName));
            return said.Length == 2 && int.TryParse(process, out var id) && Lives(id) && Uri.TryCreate(said[0], UriKind.Absolute, out var address)
                ? new RunningServer(address, bool.Parse(said[1]))
                : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Writes down where the server listens, for commands on the same folder.</summary>
    public void Announce(RunningServer server)
    {
        File.WriteAllText(_addressFile + ".new", $"{server.Address.GetLeftPart(UriPartial.Authority)}\n{server.IsPassing}\n");
        File.Move(_addressFile + ".new", _addressFile, overwrite: true);
    }

    /// <exception cref="FolderInUseException">Another server runs on this folder; the message names its process.</exception>
    public static ServerLock Acquire(string dataFolder)
    {
        // Two files: a locked one cannot be read by others, and the refusal shall name the process.
        var processFile = Path.Combine(dataFolder, ProcessName);
        try
        {
            // The lock belongs to the open file, not to its name: it goes with the process, however that ends.
            var file = new FileStream(Path.Combine(dataFolder, "gantry.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            // Where one listened that was killed.
            File.Delete(Path.Combine(dataFolder, AddressName));
            File.WriteAllText(processFile, $"{Environment.ProcessId}\n");
            return new ServerLock(file, processFile);
        }
        catch (IOException failure)
        {
            throw new FolderInUseException(
                $"Another gantry server{Holder(processFile)} already uses the data folder {Path.GetFullPath(dataFolder)}. " +
                "Stop it, or give this one a folder of its own with --data.",
                failure);
        }
    }

    public void Dispose()
    {
        File.Delete(_addressFile);
        File.Delete(_processFile);
        _file.Dispose();
    }

    private static bool Lives(int process)
    {
        try
        {
            using var found = System.Diagnostics.Process.GetProcessById(process);
            return !found.HasExited;
        }
        catch (ArgumentException)
        {
            return false; // Nobody has that number.
        }
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
