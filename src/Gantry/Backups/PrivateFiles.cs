using System.Security.Cryptography;

namespace Gantry.Backups;

/// <summary>Folders and files that nobody but their owner reads (0700, 0600): a backup holds what its store holds.</summary>
internal static class PrivateFiles
{
    /// <exception cref="BackupException">It exists and is not empty.</exception>
    public static string MakeEmpty(string path, params ReadOnlySpan<string> mayHold)
    {
        var full = Path.GetFullPath(path);
        if (File.Exists(full)) throw new BackupException($"{full} is a file.") { IsWrongUsage = true };
        if (Directory.Exists(full))
        {
            foreach (var there in Directory.EnumerateFileSystemEntries(full))
            {
                if (!mayHold.Contains(Path.GetFileName(there))) throw new BackupException($"{full} is not empty. Name a folder that is, or that does not exist.") { IsWrongUsage = true };
            }
        }

        Make(full);
        return full;
    }

    public static void Make(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Copies the bytes that a file has now; one that grows meanwhile is cut there. False where it has just been deleted.</summary>
    public static async Task<bool> TryCopyAsync(string from, string to, CancellationToken cancellation)
    {
        try
        {
            await using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            Make(Path.GetDirectoryName(to)!);
            await using var target = new FileStream(to, Creating());
            await source.CopyToAsync(target, cancellation);
            await target.FlushAsync(cancellation);
            target.Flush(flushToDisk: true);
            return true;
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException && !File.Exists(from))
        {
            return false;
        }
    }

    public static async Task WriteAsync(string path, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        await using var file = new FileStream(path, Creating());
        await file.WriteAsync(bytes, cancellation);
        await file.FlushAsync(cancellation);
        file.Flush(flushToDisk: true);
    }

    /// <summary>A file that another program has made.</summary>
    public static void Close(string path)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        file.Flush(flushToDisk: true);
    }

    public static async Task<BackupFile> DescribeAsync(string folder, string path, CancellationToken cancellation)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read);
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation));
        return new BackupFile(Path.GetRelativePath(folder, path).Replace('\\', '/'), file.Length, hash);
    }

    private static FileStreamOptions Creating()
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }
}
