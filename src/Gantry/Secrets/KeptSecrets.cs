using System.Security.Cryptography;

namespace Gantry.Secrets;

/// <summary>
/// What commands on the machine keep for their own next run, such as the secret of a client key that they have made: sealed, in files of the data
/// folder for its owner only. Who has lost one makes another.
/// </summary>
internal sealed class KeptSecrets(string dataFolder, SecretSeal seal)
{
    private const string Folder = "code";
    private const string Extension = ".sealed";

    /// <summary>For the change of the master key.</summary>
    public static ISealedCells Cells(string dataFolder) =>
        new SealedFiles("kept secrets", System.IO.Path.Combine(dataFolder, Folder), Extension, headSize: 0, static (name, _) => Context(name));

    /// <summary>The folder, made where it is missing.</summary>
    public string Path => Made(dataFolder);

    /// <summary>Null where there is none, or none that opens.</summary>
    public string? Read(string name)
    {
        try
        {
            return seal.Open(File.ReadAllBytes(At(name)), Context(name));
        }
        catch (Exception failure) when (failure is IOException or CryptographicException)
        {
            return null;
        }
    }

    /// <exception cref="SecretFileException">It cannot be written.</exception>
    public void Write(string name, string secret)
    {
        var aside = At(name) + ".new";
        try
        {
            using (var file = Open(aside, FileMode.Create)) file.Write(seal.Seal(secret, Context(name)));
            File.Move(aside, At(name), overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new SecretFileException($"{At(name)} cannot be written: {failure.Message}", failure);
        }
    }

    /// <summary>Keeps other processes from using the name until it is let go; null where one does. It goes with the process, however that ends.</summary>
    public IDisposable? TryLock(string name)
    {
        try
        {
            return Open(At(name) + ".lock", FileMode.OpenOrCreate);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private string At(string name) => System.IO.Path.Combine(Path, name + Extension);

    private static SealContext Context(string name) => new("kept_secrets", name, "secret");

    private static FileStream Open(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }

    private static string Made(string dataFolder)
    {
        var path = System.IO.Path.Combine(dataFolder, Folder);
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
