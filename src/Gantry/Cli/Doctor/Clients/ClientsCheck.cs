using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Gantry.Cli.Doctor.Findings;

namespace Gantry.Cli.Doctor.Clients;

/// <summary>The clients on the path, their versions beside those that Gantry is tried with.</summary>
internal static partial class ClientsCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly (string Command, string Name, Version Tried, string Package)[] Known =
    [
        ("claude", "Claude Code", new(2, 1, 329), "@anthropic-ai/claude-code"),
        ("codex", "Codex", new(0, 169, 0), "@openai/codex"),
        ("gemini", "Gemini CLI", new(0, 61, 0), "@google/gemini-cli"),
        ("opencode", "OpenCode", new(1, 18, 33), "opencode-ai"),
    ];

    public static async Task<IReadOnlyList<Finding>> FindAsync(Examination subject, CancellationToken cancellation) =>
        await Task.WhenAll(Known.Select(known => FindAsync(subject, known.Command, cancellation)));

    /// <summary>One client.</summary>
    /// <param name="subject">Where to look.</param>
    /// <param name="command">What it is started by.</param>
    /// <param name="cancellation">Ends the wait for its version.</param>
    public static async Task<Finding> FindAsync(Examination subject, string command, CancellationToken cancellation)
    {
        var known = Known.First(one => one.Command == command);
        var path = OnPath(subject, command);
        if (path is null) return Finding.Note($"{known.Name} is not installed.", command, $"npm install -g {known.Package}");
        var version = await VersionAsync(path, cancellation);
        return version is null ? Finding.Note($"{known.Name} does not tell its version.", path)
            : version < known.Tried ? Finding.Note(
                $"{known.Name} {version} is older than {known.Tried}, which Gantry is tried with.", path,
                $"npm install -g {known.Package}") with { Id = "client-version" }
            : Finding.Fine($"{known.Name} {version} is installed.", path);
    }

    /// <summary>Where a command is; null where it is nowhere.</summary>
    public static string? OnPath(Examination subject, string command)
    {
        string[] endings = OperatingSystem.IsWindows() ? [".exe", ".cmd"] : [""];
        var folders = (subject.Variable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return folders.SelectMany(folder => endings.Select(ending => Path.Combine(folder, command + ending))).FirstOrDefault(File.Exists);
    }

    private static async Task<Version?> VersionAsync(string path, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        using var process = new Process();
        process.StartInfo = new ProcessStartInfo(path, "--version")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            return null;
        }
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
            return VersionNumber().Match(output) is { Success: true } match ? Version.Parse(match.Value) : null;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            process.Kill(entireProcessTree: true);
            return null;
        }
    }

    [GeneratedRegex(@"\b[0-9]+\.[0-9]+\.[0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex VersionNumber();
}
