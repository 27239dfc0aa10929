using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using Gantry.Tests.Storage;

namespace Gantry.Tests.Hosting;

/// <summary>The real executable as a process of its own.</summary>
internal sealed partial class GantryProcess : IAsyncDisposable
{
    public const int Interrupt = 2;
    public const int Terminate = 15;

    private const string Env = "/usr/bin/env";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly Task _reading;

    private GantryProcess(Process process)
    {
        _process = process;
        _reading = Task.WhenAll(KeepAsync(process.StandardOutput), KeepAsync(process.StandardError));
    }

    public Uri Address { get; private set; } = new("http://127.0.0.1:0");

    public int Id => _process.Id;

    /// <summary>Memory that the process has in RAM now.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Both outputs so far.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Serves on a free port and returns when it listens.</summary>
    /// <param name="data">The data folder.</param>
    /// <param name="config">The declarative file, or null.</param>
    /// <param name="more">Further arguments.</param>
    /// <param name="environment">Further variables.</param>
    /// <param name="wrapper">A command that runs the server as its last words.</param>
    /// <param name="folder">Where it is started; null for the test's own place.</param>
    public static async Task<GantryProcess> ServeAsync(
        string data, string? config, string[]? more = null, IReadOnlyDictionary<string, string>? environment = null, string[]? wrapper = null, string? folder = null)
    {
        string[] file = config is null ? [] : ["--config", config];
        var server = Start(["serve", "--urls", "http://127.0.0.1:0", "--data", data, .. file, .. more ?? []], environment, wrapper, folder);
        var clock = Stopwatch.StartNew();
        Match match;
        while (!(match = ListensOn().Match(server.Output)).Success)
        {
            if (clock.Elapsed > StartLimit || server._reading.IsCompleted)
            {
                await server.DisposeAsync();
                throw new InvalidOperationException($"The server did not start.\n{server.Output}");
            }

            await Task.Delay(20);
        }

        server.Address = new Uri(match.Groups[1].Value);
        return server;
    }

    /// <summary>Runs a command to its end.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        await using var command = Start(arguments, null);
        return (await command.ExitAsync(StartLimit), command.Output);
    }

    /// <summary>Runs a command on the store of a data folder to its end.</summary>
    public static async Task<(int ExitCode, string Output)> RunOnAsync(string data, params string[] arguments)
    {
        await using var command = Start([.. arguments, "--data", data], await TestStore.VariablesAsync(data));
        return (await command.ExitAsync(StartLimit), command.Output);
    }

    public void Signal(int signal) => _ = SendSignal(_process.Id, signal);

    /// <summary>The end that gives no chance to anything.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _reading;
        await _process.WaitForExitAsync();
    }

    /// <exception cref="TimeoutException">The process still runs.</exception>
    public async Task<int> ExitAsync(TimeSpan limit)
    {
        await _process.WaitForExitAsync().WaitAsync(limit);
        await _reading;
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        await _reading;
        _process.Dispose();
    }

    /// <summary>Runs any command, and does not wait for it.</summary>
    public static GantryProcess Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment, string[]? wrapper = null, string? folder = null)
    {
        // What ./test has compiled ahead starts in half of the time; without it, what was built beside the tests.
        var built = Environment.GetEnvironmentVariable("GANTRY_TEST_PROGRAM") is { Length: > 0 } published
            ? published
            : Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "Gantry", Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)), "gantry"));
        var root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        IEnumerable<string> command = File.Exists(built)
            ? [built, .. arguments]
            : [Path.Combine(root, "dotnet"), Path.Combine(AppContext.BaseDirectory, "gantry.dll"), .. arguments];
        if (File.Exists(Env))
        {
            // A run in the background ignores the interrupt, and its children inherit that.
            command = [Env, "--default-signal=INT", .. command];
        }

        command = [.. wrapper ?? [], .. command];
        var start = new ProcessStartInfo(command.First(), command.Skip(1)) { UseShellExecute = false, WorkingDirectory = folder ?? "" };
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        foreach (var name in start.Environment.Keys.Where(IsForeign).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["DOTNET_ROOT"] = root;
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return new GantryProcess(Process.Start(start)!);
    }

    // What the machine of the test happens to set must not reach the server.
    private static bool IsForeign(string name) =>
        name.StartsWith("GANTRY_", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith("_API_KEY", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith("_PROXY", StringComparison.OrdinalIgnoreCase);

    private async Task KeepAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (_output)
            {
                _output.AppendLine(line);
            }
        }
    }

    [GeneratedRegex(@"listens on (http://[0-9.:]+)")]
    private static partial Regex ListensOn();

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}
