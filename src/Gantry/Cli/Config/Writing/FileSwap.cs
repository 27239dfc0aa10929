using System.Security.Cryptography;

namespace Gantry.Cli.Config.Writing;

/// <summary>Puts content into files so that readers see the old or the new, and nothing between.</summary>
internal static class FileSwap
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Usual = Private | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode PrivateFolder = Private | UnixFileMode.UserExecute;

    public static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>The permissions of a file; null where there is none, or where there are no such permissions.</summary>
    public static int? Mode(string path) => !OperatingSystem.IsWindows() && File.Exists(path) ? (int)File.GetUnixFileMode(path) : null;

    /// <summary>Writes a new file beside the one that it will become, down to the disk.</summary>
    /// <param name="target">The file that it will become.</param>
    /// <param name="bytes">Its content.</param>
    /// <param name="mode">Its permissions; null for those of a new file.</param>
    /// <param name="isPrivate">A new file is for its owner alone.</param>
    public static string Prepare(string target, byte[] bytes, int? mode, bool isPrivate)
    {
        var beside = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}.gantry");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        // Narrow first: what is created with wide permissions has been readable for a moment.
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = Private;
        using (var file = new FileStream(beside, options))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }

        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(beside, mode is { } known ? (UnixFileMode)known : isPrivate ? Private : Usual);
        return beside;
    }

    /// <summary>The prepared file takes the place of the other.</summary>
    public static void Take(string beside, string target) => File.Move(beside, target, overwrite: true);

    /// <summary>As it was: content, permissions, time; or gone.</summary>
    public static void PutBack(KeptFile kept, byte[]? original)
    {
        if (original is null)
        {
            File.Delete(kept.Target);
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(kept.Target)!);
        var beside = Prepare(kept.Target, original, kept.Mode, isPrivate: true);
        if (kept.ChangedAt is { } time) File.SetLastWriteTimeUtc(beside, time);
        Take(beside, kept.Target);
    }

    /// <summary>Makes a folder for its owner alone, with those above it.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="made">Gets those that were not there, outermost first.</param>
    public static void MakeFolder(string path, List<string> made)
    {
        if (Directory.Exists(path)) return;
        if (Path.GetDirectoryName(path) is { } above) MakeFolder(above, made);
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, PrivateFolder);
        made.Add(path);
    }

    /// <summary>Takes away those of the folders that are empty, innermost first.</summary>
    public static void DropEmpty(IEnumerable<string> outermostFirst)
    {
        foreach (var folder in outermostFirst.Reverse())
        {
            if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any()) Directory.Delete(folder);
        }
    }
}
