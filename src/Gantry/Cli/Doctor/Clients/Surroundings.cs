using Gantry.Cli.Doctor.Findings;
using Gantry.Contracts.Connect;

namespace Gantry.Cli.Doctor.Clients;

/// <summary>What clients share beside address and key: proxies, modes of files, certificates.</summary>
internal static class Surroundings
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <param name="reading">Whose.</param>
    /// <param name="variable">The variables that the client has, those of its own file included.</param>
    /// <param name="settings">A file of its own that can hold variables; null for none.</param>
    /// <param name="path">Where in that file.</param>
    public static void Proxies(ClientReading reading, Func<string, string?> variable, JsonFile? settings = null, params IReadOnlyList<string> path)
    {
        if (reading.Root is not { } root || ProxyLook.Taking(variable, root) is not { Count: > 0 } proxies) return;
        var exempt = ProxyLook.Exempt(variable) is { Length: > 0 } before ? $"{before},{ProxyLook.Loopback}" : ProxyLook.Loopback;
        var repair = settings?.With(exempt, [.. path, "NO_PROXY"]) is { } content ? new Repair(settings.Path, $"Set NO_PROXY to {exempt}.") { Content = content } : null;
        reading.Problem("proxy", $"The client will ask the proxy for {root.Host.Trim('[', ']')}, which cannot reach it.", "Requests fail, or time out.",
            string.Join(", ", proxies), ClientReading.Export("NO_PROXY", exempt), repair);
    }

    /// <summary>A file with a secret that other users of the machine can read.</summary>
    public static void Mode(ClientReading reading, Setting? secret)
    {
        if (secret?.Path is not { } path || OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & Others) == UnixFileMode.None) return;
        reading.Problem("file-mode", "Other users of this machine can read the file, and it holds the key.", "Whoever has the key spends with it.", path,
            "chmod 600 " + ShellText.Quote(ClientSystem.Linux, path), new Repair(path, "Made the file readable by its owner only.") { Closes = true });
    }

    /// <summary>A file of certificates that is named and not there: Node.js goes on without a word.</summary>
    public static void Certificates(ClientReading reading, Func<string, string?> variable)
    {
        if (variable("NODE_EXTRA_CA_CERTS") is not { } path || File.Exists(path)) return;
        reading.Problem("ca-file", "The file of certificates is not there.", "Node.js ignores it, and refuses the gateway's certificate.", "NODE_EXTRA_CA_CERTS", ClientReading.Unset("NODE_EXTRA_CA_CERTS"));
    }
}
