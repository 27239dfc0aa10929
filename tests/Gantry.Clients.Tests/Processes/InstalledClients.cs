using System.Security.Cryptography;
using Xunit;

namespace Gantry.Clients.Tests.Processes;

/// <summary>The clients that <c>./test</c> installed from npm into <c>artifacts/clients</c>.</summary>
internal static class InstalledClients
{
    /// <summary>Folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    private static string Folder => Path.Combine(Root, "artifacts/clients");

    /// <summary>Path of an installed command; skips the running test when the clients are not installed.</summary>
    public static string Command(string name)
    {
        RequireInstalled();
        return Path.Combine(Folder, "node_modules/.bin", name);
    }

    /// <summary>Path of one of our scripts beside the installed packages, where <c>import</c> finds them; skips likewise.</summary>
    public static string Script(string name)
    {
        RequireInstalled();
        return Path.Combine(Folder, "scripts", name);
    }

    /// <summary>Puts the scripts beside the packages. Done once, before any test runs.</summary>
    public static void PlaceScripts()
    {
        if (!IsInstalled())
        {
            return;
        }

        var target = Directory.CreateDirectory(Path.Combine(Folder, "scripts")).FullName;
        foreach (var script in Directory.EnumerateFiles(Path.Combine(Source, "scripts")).Where(file => Path.GetExtension(file) is ".mjs" or ".ts"))
        {
            File.Copy(script, Path.Combine(target, Path.GetFileName(script)), overwrite: true);
        }
    }

    /// <summary>Path of a file of ours that needs no npm package.</summary>
    public static string Own(string path) => Path.Combine(Source, path);

    private static string Source => Path.Combine(Root, "tests/Gantry.Clients.Tests/clients");

    private static void RequireInstalled() => Assert.SkipUnless(
        IsInstalled(),
        "The npm clients of tests/Gantry.Clients.Tests/clients are not installed: run ./test, which needs node 20 or newer, npm and a package registry.");

    private static bool IsInstalled()
    {
        var stamp = Path.Combine(Folder, "installed");
        return File.Exists(stamp) && File.ReadAllText(stamp) == SourceHash();
    }

    // The same sum as in ./test: a stale installation would test other versions than the lock names.
    private static string SourceHash()
    {
        var bytes = new[] { "package.json", "package-lock.json" }.SelectMany(name => File.ReadAllBytes(Path.Combine(Source, name))).ToArray();
        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Gantry.slnx")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException($"No Gantry.slnx above {AppContext.BaseDirectory}.");
        }

        return folder;
    }
}
