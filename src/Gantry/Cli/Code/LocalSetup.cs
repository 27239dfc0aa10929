using System.Security.Cryptography;
using System.Text;
using Gantry.Catalog.Declared;
using Gantry.Catalog.Seed;
using Gantry.Cli.Code.Clients;

namespace Gantry.Cli.Code;

/// <summary>What local mode is configured with: a declarative file, and the provider keys of the environment.</summary>
internal static class LocalSetup
{
    private const string FileName = "gantry.yaml";
    private const string TrustedName = "trusted-files";

    /// <exception cref="ConfigurationException">The file cannot be read.</exception>
    /// <exception cref="CodeRefusedException">Nothing is configured, or the file of this folder is not trusted.</exception>
    public static async Task<DeclaredCatalog> ReadAsync(CodeOptions options, string folder, CancellationToken cancellation)
    {
        var path = await FileFor(options, folder, cancellation);
        var file = path is null ? null : await CatalogFile.ReadAsync(path, options.Environment, cancellation);
        return LocalCatalog.Compose(file, options.Environment, SeedCatalogue.Load())
            ?? throw new CodeRefusedException(
                $"""
                No Gantry runs here and none is configured. One of these is needed:
                  - a provider's key in the environment: {string.Join(", ", LocalCatalog.Variables)}
                  - {FileName} in this folder, or in {ConfigFolder(options.Environment)}
                  - the data folder of a Gantry: --data DIR or $GANTRY_DATA
                  - a Gantry elsewhere: $GANTRY_SERVER and $GANTRY_KEY
                """,
                ExitCodes.ConfigurationRefused);
    }

    /// <summary>The key of the file that a client uses: the one of its name, else <c>code</c>, else the first.</summary>
    public static DeclaredKey? KeyFor(string client, DeclaredCatalog declared)
    {
        DeclaredKey[] keys = [.. declared.Accounts.SelectMany(account => account.Keys)];
        return keys.FirstOrDefault(key => key.Row.Name == client) ?? keys.FirstOrDefault(key => key.Row.Name == CodeArguments.Command) ?? keys.FirstOrDefault();
    }

    /// <summary>Under what name the secret of a key of the file is kept.</summary>
    public static string SlotOf(DeclaredKey key) => $"file-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key.Row.Key.Name)))[..16]}";

    private static async Task<string?> FileFor(CodeOptions options, string folder, CancellationToken cancellation)
    {
        if (options.Config is { } named) return Path.GetFullPath(named, options.Folder);
        var here = Path.Combine(options.Folder, FileName);
        if (File.Exists(here)) return await TrustedAsync(here, folder, options.Trust, cancellation);
        var own = Path.Combine(ConfigFolder(options.Environment), FileName);
        return File.Exists(own) ? own : null;
    }

    /// <summary>
    /// A file that lies in a project says where prompts and keys of the environment go, and may have come with the project: it counts once its owner
    /// has said so, and again when it is another one.
    /// </summary>
    private static async Task<string> TrustedAsync(string path, string folder, bool trust, CancellationToken cancellation)
    {
        var mark = Convert.ToHexStringLower(SHA256.HashData([.. Encoding.UTF8.GetBytes(path), 0, .. await File.ReadAllBytesAsync(path, cancellation)]));
        var list = Path.Combine(folder, TrustedName);
        if (File.Exists(list) && (await File.ReadAllLinesAsync(list, cancellation)).Contains(mark)) return path;
        if (!trust)
        {
            throw new CodeRefusedException(
                $"{path} decides where your prompts and provider keys go, and is new or has changed. Read it, then say once: gantry code --trust",
                ExitCodes.ConfigurationRefused);
        }

        await File.AppendAllLinesAsync(list, [mark], cancellation);
        return path;
    }

    private static string ConfigFolder(Func<string, string?> environment) => Path.Combine(HomePath.Xdg(environment, "XDG_CONFIG_HOME", ".config"), "gantry");
}
