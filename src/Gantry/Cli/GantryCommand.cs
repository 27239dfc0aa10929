using System.CommandLine;

namespace Gantry.Cli;

/// <summary>The command line, one line a command.</summary>
public static class GantryCommand
{
    /// <summary>Parses and runs one command.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken cancellation = default)
    {
        var root = new RootCommand("Gantry: a self-hosted gateway for AI APIs.");
        root.Add(SimulatorCommand.Create());
        var configuration = new InvocationConfiguration { Output = output, Error = error };
        return await root.Parse(args.Length == 0 ? ["--help"] : args).InvokeAsync(configuration, cancellation);
    }
}
