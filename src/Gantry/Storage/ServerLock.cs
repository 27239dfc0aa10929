using System.Text;

namespace Gantry.Storage;

/// <summary>
/// Held by the server for as long as it runs: a second server on one data folder would keep a journal and allowances of its own.
/// Commands that only edit the catalogue do not take it.
/// </summary>
internal sealed class ServerLock : IDisposable
{
    private readonly FileStream _file;

    private ServerLock(FileStream file) => _file = file;

    /// <exception cref="DatabaseException">Another server runs on this folder; the message names its process.</exception>
    public static ServerLock Acquire(string dataFolder)
    {
        var path = Path.Combine(dataFolder, "gantry.lock");
        try
        {
            // The lock belongs to the open file, not to its name: it goes with the process, however that ends.
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            file.SetLength(0);
            file.Write(Encoding.ASCII.GetBytes($"{Environment.ProcessId}\n"));
            file.Flush();
            return new ServerLock(file);
        }
        catch (IOException failure)
        {
            throw new DatabaseException(
                $"Another gantry server{Holder(path)} already uses the data folder {Path.GetFullPath(dataFolder)}. " +
                "Stop it, or give this one a folder of its own with --data.",
                failure);
        }
    }

    public void Dispose() => _file.Dispose();

    private static string Holder(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(file);
            return reader.ReadLine() is { Length: > 0 } process ? $" (process {process})" : "";
        }
        catch (IOException)
        {
            return ""; // Where locks are mandatory the content cannot be read; the message does without.
        }
    }
}
