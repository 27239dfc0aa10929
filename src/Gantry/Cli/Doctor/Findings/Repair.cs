using System.Text;

namespace Gantry.Cli.Doctor.Findings;

/// <summary>A change to one file that nothing can be lost by.</summary>
/// <param name="Path">The file.</param>
/// <param name="Told">What was done, in the past tense.</param>
internal sealed record Repair(string Path, string Told)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const string BackupEnding = ".before-doctor";

    /// <summary>What the file holds afterwards; null where only its mode changes.</summary>
    public string? Content { get; init; }

    /// <summary>The file is made readable by its owner only.</summary>
    public bool Closes { get; init; }

    /// <summary>Does it. A file that changes is copied first; its mode and any link to it stay.</summary>
    /// <param name="copied">Files that have been copied in this run: they are not copied again.</param>
    /// <returns>What was done, with the name of the copy.</returns>
    /// <exception cref="IOException">The file or the copy cannot be written, or the file would not stay as it is beside the change.</exception>
    /// <exception cref="UnauthorizedAccessException">The file or the copy cannot be written.</exception>
    public string Apply(ISet<string> copied)
    {
        string? copy = null;
        if (Content is not null)
        {
            if (!File.Exists(Path)) Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
            else if (copied.Add(Path)) copy = Copy();
            File.WriteAllText(Path, Content);
        }
        if (Closes && !OperatingSystem.IsWindows()) File.SetUnixFileMode(Path, OwnerOnly);
        return copy is null ? Told : $"{Told} What was there before is in {copy}.";
    }

    // It may hold secrets, as the file does: nobody else can read the copy.
    private string Copy()
    {
        var bytes = File.ReadAllBytes(Path);
        if (!Encoding.UTF8.GetBytes(File.ReadAllText(Path)).AsSpan().SequenceEqual(bytes)) throw new IOException("It is not plain UTF-8.");
        var copy = Path + BackupEnding;
        for (var number = 2; File.Exists(copy); number++) copy = $"{Path}{BackupEnding}.{number}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        using var written = new FileStream(copy, options);
        written.Write(bytes);
        return copy;
    }
}
