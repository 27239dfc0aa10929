using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Gantry.Secrets;

/// <summary>The files of <c>secrets/</c>, each 32 bytes in base64, for the owner only. Each is written aside and moved into place: no reader sees half of one.</summary>
internal sealed class SecretFolder(string path)
{
    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Changes with the file; the same for ever where there is none.</summary>
    public long Stamp(string name)
    {
        var file = new FileInfo(At(name));
        return file.Exists ? file.LastWriteTimeUtc.Ticks : 0;
    }

    /// <summary>Reads a secret, and makes it where it is missing.</summary>
    /// <exception cref="SecretFileException">It cannot be had.</exception>
    public byte[] ReadOrMake(string name)
    {
        if (TryRead(name) is { } there) return there;
        MakeFolder();
        // Two first starts at the same moment must end with one secret. A move that refuses to overwrite would not do: it looks first
        // and moves then, with time in between.
        using var alone = Lock();
        if (TryRead(name) is { } other) return other;
        Write(name, RandomNumberGenerator.GetBytes(SecretFiles.KeySize));
        return TryRead(name)!;
    }

    /// <summary>Null where there is no such file.</summary>
    /// <exception cref="SecretFileException">It is there and cannot be used.</exception>
    public byte[]? TryRead(string name)
    {
        try
        {
            return Decode(File.ReadAllText(At(name)), At(name));
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Unusable(At(name), failure);
        }
    }

    /// <summary>Puts a secret in the place of what is there.</summary>
    /// <exception cref="SecretFileException">It cannot be written.</exception>
    public void Write(string name, ReadOnlySpan<byte> secret)
    {
        var aside = At(name) + ".new";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (var file = new FileStream(aside, options))
            {
                file.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(secret) + "\n"));
                file.Flush(flushToDisk: true);
            }

            File.Move(aside, At(name), overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Unusable(At(name), failure);
        }
    }

    public void Delete(string name) => File.Delete(At(name));

    /// <summary>Keeps other processes from changing the secrets until it is let go.</summary>
    /// <exception cref="SecretFileException">Another one does not let go.</exception>
    public IDisposable Lock()
    {
        FileStream? held = null;
        Exception? taken = null;
        SpinWait.SpinUntil(Try, LockTimeout);
        return held ?? throw Unusable(At("lock"), taken!);

        bool Try()
        {
            try
            {
                held = new FileStream(At("lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                taken = failure; // Its holder writes a few bytes and lets go.
            }

            return held is not null;
        }
    }

    /// <exception cref="SecretFileException">Not 32 bytes in base64.</exception>
    public static byte[] Decode(string text, string place)
    {
        var trimmed = text.Trim();
        if (Base64.IsValid(trimmed) && Convert.FromBase64String(trimmed) is { Length: SecretFiles.KeySize } key) return key;
        throw new SecretFileException($"{place} does not hold {SecretFiles.KeySize} bytes in base64.");
    }

    private string At(string name) => Path.Combine(path, name);

    private void MakeFolder()
    {
        try
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
            else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Unusable(path, failure);
        }
    }

    private static SecretFileException Unusable(string path, Exception failure) => new($"The secret file {path} cannot be used: {failure.Message}", failure);
}
