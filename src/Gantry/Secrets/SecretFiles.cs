using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Gantry.Secrets;

/// <summary>
/// The two secrets of an installation, 32 bytes each: the pepper under which client keys are hashed, and the master key under which
/// upstream credentials are sealed. They live beside the database and never in it, so that a dump of the database alone is worth nothing.
/// </summary>
internal sealed class SecretFiles
{
    public const int KeySize = 32;

    /// <summary>Base64 of the pepper; overrides the file.</summary>
    public const string PepperVariable = "GANTRY_PEPPER";

    /// <summary>Base64 of the master key; overrides the file.</summary>
    public const string MasterKeyVariable = "GANTRY_MASTER_KEY";

    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(5);

    private SecretFiles(byte[] pepper, byte[] masterKey)
    {
        Hasher = new KeyHasher(pepper);
        Seal = new SecretSeal(masterKey);
    }

    public KeyHasher Hasher { get; }

    public SecretSeal Seal { get; }

    /// <summary>Reads both from the environment or from <c>secrets/</c> in the data folder, and makes the files that are missing.</summary>
    /// <param name="dataFolder">Made, for its owner only, where it is missing.</param>
    /// <param name="environment">Reads an environment variable.</param>
    /// <exception cref="SecretFileException">A value is not base64 of 32 bytes, or a file cannot be read or written.</exception>
    public static SecretFiles Open(string dataFolder, Func<string, string?> environment)
    {
        var folder = Path.Combine(dataFolder, "secrets");
        return new SecretFiles(
            FromEnvironment(environment, PepperVariable) ?? FromFile(folder, "pepper"),
            FromEnvironment(environment, MasterKeyVariable) ?? FromFile(folder, "master-key"));
    }

    private static byte[]? FromEnvironment(Func<string, string?> environment, string name) =>
        environment(name) is { Length: > 0 } text ? Decode(text, name) : null;

    private static byte[] FromFile(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        try
        {
            if (!File.Exists(path)) Create(folder, path);
            return Decode(File.ReadAllText(path), path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new SecretFileException($"The secret file {path} cannot be used: {failure.Message}", failure);
        }
    }

    private static void Create(string folder, string path)
    {
        MakePrivateFolder(folder);
        // Two first starts at the same moment must end with one secret. A move that refuses to overwrite would not do: it looks first
        // and moves then, with time in between.
        using var alone = Lock(Path.Combine(folder, "lock"));
        if (File.Exists(path)) return;

        // Written aside and moved into place, so that a crash leaves no half of a secret.
        var aside = path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(aside, options))
        {
            file.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeySize)) + "\n"));
            file.Flush(flushToDisk: true);
        }

        File.Move(aside, path);
    }

    private static FileStream Lock(string path)
    {
        FileStream? held = null;
        IOException? taken = null;
        SpinWait.SpinUntil(Try, LockTimeout);
        return held ?? throw new IOException($"another process holds {path}", taken);

        bool Try()
        {
            try
            {
                held = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException failure)
            {
                taken = failure; // Its holder writes 45 bytes and lets go.
            }

            return held is not null;
        }
    }

    private static void MakePrivateFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static byte[] Decode(string text, string place)
    {
        var trimmed = text.Trim();
        if (Base64.IsValid(trimmed) && Convert.FromBase64String(trimmed) is { Length: KeySize } key) return key;
        throw new SecretFileException($"{place} does not hold {KeySize} bytes in base64.");
    }
}
