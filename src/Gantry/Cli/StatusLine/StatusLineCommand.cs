using System.CommandLine;
using System.Diagnostics;

namespace Gantry.Cli.StatusLine;

/// <summary><c>gantry statusline</c>: one line below Claude Code's prompt. Whatever goes wrong, it prints what is known and ends well: an error there would be in the way.</summary>
internal static class StatusLineCommand
{
    /// <summary>Claude Code asks up to three times a second, and cancels what has not ended when it asks again.</summary>
    private const double Budget = 0.3;

    /// <summary>A day: what is longer does not fit a timer.</summary>
    private const double LongestBudget = 86_400;

    /// <summary>For what comes after the answers.</summary>
    private static readonly TimeSpan Ending = TimeSpan.FromMilliseconds(25);

    private const int LongestInput = 1 << 20;

    public static Command Create()
    {
        var timeout = new Option<double>("--timeout")
        {
            Description = "How long it may take, from the start of the process. More helps where processes start slowly.",
            HelpName = "SECONDS",
            DefaultValueFactory = _ => Budget,
        };
        timeout.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (> 0 and <= LongestBudget)) result.AddError("--timeout takes a number of seconds above 0 and up to 86400, for example 0.3.");
        });
        var command = new Command("statusline", "Print the status line of Claude Code: model, cost of the session, share of cached input, balance. Reads what Claude Code tells from the input.") { timeout };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.InvocationConfiguration.Output, TimeSpan.FromSeconds(parsed.GetValue(timeout)), cancellation));
        return command;
    }

    /// <summary>As <see cref="Create"/>, without making every other command first: the time counts.</summary>
    public static Task<int> RunAsync(TextWriter output, CancellationToken cancellation) => RunAsync(output, TimeSpan.FromSeconds(Budget), cancellation);

    private static async Task<int> RunAsync(TextWriter output, TimeSpan budget, CancellationToken cancellation)
    {
        var time = TimeProvider.System;
        using var process = Process.GetCurrentProcess();
        var spent = time.GetUtcNow() - new DateTimeOffset(process.StartTime.ToUniversalTime());
        // Typed by a person it has nothing to read.
        var input = System.Console.IsInputRedirected ? System.Console.In : TextReader.Null;
        await output.WriteLineAsync(await LineAsync(input, Environment.GetEnvironmentVariable, budget - Ending - spent, time, cancellation));
        return ExitCodes.Done;
    }

    /// <param name="input">What Claude Code tells.</param>
    /// <param name="variable">Reads the environment.</param>
    /// <param name="left">How long the gateway may take.</param>
    /// <param name="time">Measures it.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<string> LineAsync(TextReader input, Func<string, string?> variable, TimeSpan left, TimeProvider time, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        var told = StatusLineInput.Read(await ReadAsync(input, cancellation));
        var address = Verify.VerifyOptions.ParseBase(variable("ANTHROPIC_BASE_URL") ?? "");
        var key = variable("ANTHROPIC_AUTH_TOKEN") is { Length: > 0 } token ? token : variable("ANTHROPIC_API_KEY");
        var figures = address is not null && !string.IsNullOrWhiteSpace(key) && told.Session is { } session
            ? await SessionFigures.AskAsync(address, key.Trim(), session, left - time.GetElapsedTime(started), time, cancellation)
            : default;
        return StatusLineText.Of(told, figures);
    }

    private static async Task<string> ReadAsync(TextReader input, CancellationToken cancellation)
    {
        var text = new char[LongestInput];
        var length = await input.ReadBlockAsync(text, cancellation);
        return new string(text, 0, length);
    }
}
