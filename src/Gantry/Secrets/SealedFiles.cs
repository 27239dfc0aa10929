using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Gantry.Secrets;

/// <summary>Sealed boxes in files of a folder and of those below it, each behind an open head of one length.</summary>
/// <param name="name">What people read.</param>
/// <param name="folder">Need not be there.</param>
/// <param name="extension">With its dot; other files are none of ours.</param>
/// <param name="headSize">Bytes before the box.</param>
/// <param name="context">The cell of a file, by its name without the extension and by its head.</param>
internal sealed class SealedFiles(string name, string folder, string extension, int headSize, Func<string, byte[], SealContext> context) : ISealedCells
{
    // As those who write the files name what is not whole yet: their next start removes what a crash has left.
    private const string Aside = ".new";

    public string Name => name;

    public async Task<RewrapResult> RewrapAsync(SecretSeal seal, CancellationToken cancellation)
    {
        var rewrapped = 0;
        var unreadable = ImmutableArray.CreateBuilder<string>();
        if (!Directory.Exists(folder)) return new RewrapResult(0, []);
        foreach (var path in Directory.EnumerateFiles(folder, "*" + extension, SearchOption.AllDirectories))
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                if (await RewrapAsync(seal, path, cancellation)) rewrapped++;
            }
            catch (FileNotFoundException)
            {
                continue; // Its time was over.
            }
            catch (CryptographicException)
            {
                unreadable.Add($"{name} {Path.GetFileName(path)}");
            }
        }

        return new RewrapResult(rewrapped, unreadable.ToImmutable());
    }

    private async Task<bool> RewrapAsync(SecretSeal seal, string path, CancellationToken cancellation)
    {
        var bytes = await File.ReadAllBytesAsync(path, cancellation);
        if (bytes.Length <= headSize || seal.IsCurrent(bytes.AsSpan(headSize))) return false;
        var head = bytes[..headSize];
        var box = seal.Rewrap(bytes.AsSpan(headSize), context(Path.GetFileNameWithoutExtension(path), head));
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using (var file = new FileStream(path + Aside, options))
        {
            await file.WriteAsync(head, cancellation);
            await file.WriteAsync(box, cancellation);
        }

        // Deleted meanwhile: it must not come back.
        if (File.Exists(path)) File.Move(path + Aside, path, overwrite: true);
        else File.Delete(path + Aside);
        return true;
    }
}
