using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Gantry.Clients.Tests.Processes;

/// <summary>One process with its output, its process group and a time limit.</summary>
internal static partial class ProcessRun
{
    private const int Kill = 9;

    /// <summary>Starts the process without standard input and waits for it.</summary>
    /// <param name="start">Its program must be <c>setsid</c>: the whole group is killed at the end, not only the process.</param>
    /// <param name="limit">Wall-clock time that it gets.</param>
    /// <param name="secrets">Replaced in everything that is kept of the output.</param>
    public static async Task<ClientRun> ToEndAsync(ProcessStartInfo start, TimeSpan limit, IReadOnlyList<string> secrets)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = LinesAsync(process.StandardOutput, clock, secrets);
        var error = LinesAsync(process.StandardError, clock, secrets);

        using var timer = new CancellationTokenSource(limit);
        var finished = true;
        try
        {
            await process.WaitForExitAsync(timer.Token);
        }
        catch (OperationCanceledException)
        {
            finished = false;
        }

        // Also after a normal end: a helper left behind would keep the pipes open and the folder busy.
        _ = SendSignal(-process.Id, Kill);
        await process.WaitForExitAsync();
        return new ClientRun
        {
            Command = string.Join(' ', start.ArgumentList.Select(argument => Redact(argument, secrets))),
            ExitCode = finished ? process.ExitCode : null,
            Duration = clock.Elapsed,
            Output = await output,
            Error = await error,
        };
    }

    private static async Task<IReadOnlyList<OutputLine>> LinesAsync(StreamReader reader, Stopwatch clock, IReadOnlyList<string> secrets)
    {
        var lines = new List<OutputLine>();
        while (await reader.ReadLineAsync() is { } line)
        {
            lines.Add(new OutputLine(clock.Elapsed, Redact(line, secrets)));
        }

        return lines;
    }

    private static string Redact(string text, IReadOnlyList<string> secrets) =>
        secrets.Aggregate(text, (current, secret) => current.Replace(secret, "[key]", StringComparison.Ordinal));

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}
