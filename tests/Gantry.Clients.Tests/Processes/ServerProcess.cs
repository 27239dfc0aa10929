using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Gantry.Clients.Tests.Processes;

/// <summary>A server that runs while the tests do. Its output is kept, and no secret may ever stand in it.</summary>
internal sealed partial class ServerProcess
{
    private const int Terminate = 15;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Process _process;
    private readonly IReadOnlyList<string> _secrets;
    private readonly StringBuilder _output = new();
    private readonly Task _read;

    private ServerProcess(Process process, IReadOnlyList<string> secrets)
    {
        (_process, _secrets) = (process, secrets);
        _read = Task.WhenAll(KeepAsync(process.StandardOutput), KeepAsync(process.StandardError));
    }

    /// <param name="start">What to run.</param>
    /// <param name="secrets">What must not appear in the output.</param>
    public static ServerProcess Start(ProcessStartInfo start, IReadOnlyList<string> secrets)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        return new ServerProcess(Process.Start(start)!, secrets);
    }

    /// <summary>Waits for a line of output.</summary>
    /// <returns>The match, for what it captured.</returns>
    /// <exception cref="InvalidOperationException">The server ended or did not write it in time; the message holds its output.</exception>
    public async Task<Match> WroteAsync(Regex pattern, TimeSpan limit)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            // Before the look at the output: what an ended process wrote last must still count.
            var ended = _process.HasExited && _read.IsCompleted;
            if (pattern.Match(Output()) is { Success: true } match)
            {
                return match;
            }

            if (ended || clock.Elapsed > limit)
            {
                _process.Kill(entireProcessTree: true);
                throw new InvalidOperationException($"The server {(ended ? "ended" : "did not start")} after {clock.Elapsed.TotalSeconds:0} s.\n{Output()}");
            }

            await Task.Delay(Pause);
        }
    }

    /// <summary>Asks the server to end, as an operator does.</summary>
    /// <exception cref="InvalidOperationException">It did not end in time, or not with 0, or it had written a secret.</exception>
    public async Task StopAsync(TimeSpan limit)
    {
        _ = SendSignal(_process.Id, Terminate);
        using var timer = new CancellationTokenSource(limit);
        try
        {
            await _process.WaitForExitAsync(timer.Token);
        }
        catch (OperationCanceledException late)
        {
            _process.Kill(entireProcessTree: true);
            throw new InvalidOperationException($"The server did not end within {limit.TotalSeconds:0} s of SIGTERM.\n{Output()}", late);
        }

        await _read;
        if (_secrets.Any(secret => _output.ToString().Contains(secret, StringComparison.Ordinal)))
        {
            throw new InvalidOperationException($"The server wrote a secret into its output.\n{Output()}");
        }

        if (_process.ExitCode != 0)
        {
            throw new InvalidOperationException($"The server ended with {_process.ExitCode}.\n{Output()}");
        }
    }

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

    private string Output()
    {
        lock (_output)
        {
            return _secrets.Aggregate(_output.ToString(), (text, secret) => text.Replace(secret, "[key]", StringComparison.Ordinal));
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}
