using System.CommandLine;
using Gantry.Simulator;

namespace Gantry.Cli;

/// <summary><c>gantry simulator</c>: the scripted upstream alone, until it is told to stop.</summary>
internal static class SimulatorCommand
{
    public static Command Create()
    {
        var urls = new Option<string>("--urls") { Description = "Where to listen; loopback only.", DefaultValueFactory = _ => "http://127.0.0.1:9000" };
        var record = new Option<string?>("--record") { Description = "Append one line of JSON for every exchange to this file." };
        var key = new Option<string?>("--key") { Description = "The only key that is accepted; any key is without it." };
        var anonymous = new Option<bool>("--no-auth") { Description = "Accept requests without a key." };
        var strict = new Option<bool>("--strict") { Description = "Refuse what the vendors refuse: misshapen conversations, foreign reasoning, unknown members." };
        var command = new Command("simulator", "Run an upstream that speaks every protocol and fails on demand.") { urls, record, key, anonymous, strict };
        command.SetAction((parsed, cancellation) => RunAsync(
            new SimulatorOptions
            {
                Url = parsed.GetValue(urls)!,
                RecordFile = parsed.GetValue(record),
                RequiredKey = parsed.GetValue(key),
                RequireKey = !parsed.GetValue(anonymous),
                Strict = parsed.GetValue(strict),
                KeepBodies = false,
            },
            parsed.InvocationConfiguration.Output,
            parsed.InvocationConfiguration.Error,
            cancellation));
        return command;
    }

    private static async Task<int> RunAsync(SimulatorOptions options, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        try
        {
            await using var simulator = await SimulatorServer.StartAsync(options, cancellation);
            await output.WriteLineAsync($"Simulator listens on {simulator.BaseUrl}");
            await output.FlushAsync(CancellationToken.None);
            await UntilAsync(cancellation);
            return ExitCodes.Done;
        }
        catch (Exception wrong) when (wrong is ArgumentException or UriFormatException or FormatException)
        {
            await error.WriteLineAsync(wrong.Message);
            return ExitCodes.WrongUsage;
        }
        catch (IOException taken)
        {
            await error.WriteLineAsync($"Cannot listen on {options.Url}: {taken.Message}");
            return ExitCodes.CheckFailed;
        }
    }

    private static async Task UntilAsync(CancellationToken cancellation)
    {
        var told = new TaskCompletionSource();
        await using var registration = cancellation.Register(told.SetResult);
        await told.Task;
    }
}
