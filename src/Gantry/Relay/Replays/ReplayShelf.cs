using System.Security.Cryptography;
using Gantry.Secrets;

namespace Gantry.Relay.Replays;

/// <summary>
/// The files in <c>replays/</c> of the data folder, one an answer, sealed with the master key: they hold what models have said. Each is
/// written aside and moved into place, so that a crash leaves no half of one.
/// </summary>
/// <param name="dataFolder">Its folder is made, for its owner only, with the first file.</param>
/// <param name="seal">Seals the answers.</param>
internal sealed class ReplayShelf(string dataFolder, SecretSeal seal)
{
    private const string Folder = "replays";
    private const string Extension = ".replay";
    private const string Aside = ".new";
    private readonly string _folder = Path.Combine(dataFolder, Folder);

    /// <summary>The sealed boxes in the files.</summary>
    public static ISealedCells Cells(string dataFolder) =>
        new SealedFiles(Folder, Path.Combine(dataFolder, Folder), Extension, ReplayFileHeader.Size, Context);

    /// <summary>Writes a file; without an answer it only says that there was one.</summary>
    /// <returns>Its name and size.</returns>
    /// <exception cref="IOException">It could not be written.</exception>
    public async Task<(string File, long Size)> WriteAsync(ReplayEntry entry, ReplayAnswer? answer, DateTimeOffset now)
    {
        var name = Guid.CreateVersion7(now).ToString("N");
        // Without a master key nothing can be kept.
        if (seal.IsLocked) answer = null;
        var header = ReplayFileHeader.Write(entry, kept: answer is not null);
        var box = answer is null ? [] : seal.Seal(answer.Write(), Context(name, header));
        MakeFolder();
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using (var file = new FileStream(At(name) + Aside, options))
        {
            await file.WriteAsync(header);
            await file.WriteAsync(box);
        }

        File.Move(At(name) + Aside, At(name));
        return (name, header.Length + box.Length);
    }

    /// <returns>Null where it cannot be had: gone, damaged, or sealed by another master key.</returns>
    public async Task<ReplayAnswer?> ReadAsync(ReplayEntry entry, CancellationToken cancellation)
    {
        try
        {
            var bytes = await File.ReadAllBytesAsync(At(entry.File!), cancellation);
            var header = ReplayFileHeader.Write(entry, kept: true);
            return bytes.AsSpan().StartsWith(header)
                ? ReplayAnswer.Read(seal.OpenBytes(bytes.AsSpan(header.Length), Context(entry.File!, header)))
                : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return null;
        }
    }

    public void Delete(string file)
    {
        try
        {
            File.Delete(At(file));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Found again, and too old by then, at the next start.
            return;
        }
    }

    /// <summary>What lies there, oldest first. Halves that a crash has left are removed.</summary>
    public IReadOnlyList<ReplayEntry> List()
    {
        if (!Directory.Exists(_folder))
        {
            return [];
        }

        foreach (var half in Directory.EnumerateFiles(_folder, "*" + Aside))
        {
            File.Delete(half);
        }

        var entries = new List<ReplayEntry>();
        Span<byte> header = stackalloc byte[ReplayFileHeader.Size];
        foreach (var path in Directory.EnumerateFiles(_folder, "*" + Extension))
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            var read = file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
            if (ReplayFileHeader.Read(header[..read], Path.GetFileNameWithoutExtension(path), file.Length) is { } entry)
            {
                entries.Add(entry);
            }
        }

        return [.. entries.OrderBy(entry => entry.CreatedAt)];
    }

    private string At(string name) => Path.Combine(_folder, name + Extension);

    private void MakeFolder()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(_folder);
        }
        else
        {
            Directory.CreateDirectory(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static SealContext Context(string name, byte[] header) => new("replays", name, Convert.ToHexStringLower(header));
}
