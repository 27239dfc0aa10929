using System.ComponentModel;
using System.Diagnostics;
using Gantry.Cli.Code.Clients;

namespace Gantry.Cli.Code;

/// <summary>Runs a client in this terminal.</summary>
internal static class ClientProcess
{
    /// <summary>The path of a program; null where it is not installed.</summary>
    public static string? Find(string program, Func<string, string?> environment)
    {
        string[] endings = OperatingSystem.IsWindows() ? [".exe", ".cmd"] : [""];
        var folders = (environment("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return folders.SelectMany(folder => endings.Select(ending => Path.Combine(folder, program + ending))).FirstOrDefault(MayRun);
    }

    /// <summary>Starts it with the terminal of this process and waits for its end.</summary>
    /// <returns>Its exit code; 128 and the signal's number where one ended it.</returns>
    /// <exception cref="CodeRefusedException">It cannot be started.</exception>
    public static async Task<int> RunAsync(string program, ClientLaunch launch, SignalRelay signals)
    {
        using var process = new Process { StartInfo = new ProcessStartInfo(program) { UseShellExecute = false } };
        foreach (var word in launch.Arguments) process.StartInfo.ArgumentList.Add(word);
        foreach (var (name, value) in launch.Environment)
        {
            if (value is null) process.StartInfo.Environment.Remove(name);
            else process.StartInfo.Environment[name] = value;
        }

        try
        {
            process.Start();
        }
        catch (Win32Exception failure)
        {
            throw new CodeRefusedException($"{program} cannot be started: {failure.Message}", ExitCodes.ClientMissing);
        }

        signals.Attach(process.Id);
        await process.WaitForExitAsync(CancellationToken.None);
        signals.Detach();
        return process.ExitCode;
    }

    private static bool MayRun(string path)
    {
        const UnixFileMode Runs = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & Runs) != UnixFileMode.None);
    }
}
