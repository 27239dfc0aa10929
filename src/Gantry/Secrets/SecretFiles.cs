using System.Buffers.Text;
using System.Security.Cryptography;

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
        // Written aside and moved into place: a second process that starts at the same moment sees all of it or nothing.
        var aside = $"{path}.{Environment.ProcessId}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(aside, options))
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeySize)) + "\n"));
            file.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(aside, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(aside); // The other process was first: its secret counts.
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
