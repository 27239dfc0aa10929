using System.CommandLine;
using Gantry.Catalog.Declared;
using Gantry.Hosting;
using Gantry.Secrets;
using Gantry.Simulator;
using Gantry.Storage;

namespace Gantry.Cli.Demo;

/// <summary><c>gantry demo</c>: the whole way in one process. A simulated upstream, an account with credit and a key, one request in every
/// protocol, and then a server to point clients at.</summary>
internal static class DemoCommand
{
    private const string KeyVariable = "DEMO_KEY";
    private const string UpstreamVariable = "DEMO_UPSTREAM";
    private static readonly DemoModels Models = new("gpt-5.5", "gpt-5.5", "claude-sonnet-5", "gemini-3.8-flash");

    private static readonly Option<string> Urls = new("--urls")
    {
        Description = "Addresses to listen on, separated by semicolons.",
        DefaultValueFactory = _ => HostingOptions.DefaultUrl,
    };

    private static readonly Option<bool> Once = new("--once") { Description = "Stop after the requests instead of serving on." };

    public static Command Create()
    {
        var command = new Command("demo", "Serve with a simulated upstream, show one request in every protocol, and serve on.") { Urls, StoreCommand.Data, Once };
        command.SetAction((parsed, cancellation) => ServerFailures.GuardAsync(parsed, () => RunAsync(parsed, cancellation)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var output = parsed.InvocationConfiguration.Output;
        await using var simulator = await SimulatorServer.StartAsync(new SimulatorOptions(), cancellation);
        var key = KeyFormat.Generate("sk-");
        var options = new HostingOptions
        {
            Urls = parsed.GetValue(Urls)!,
            // What it declares must not come into a database that somebody uses.
            Environment = name => name == DataFolder.DatabaseVariable ? null : Environment.GetEnvironmentVariable(name),
            DataFolder = parsed.GetValue(StoreCommand.Data) ?? Path.Combine(DataFolder.Locate(null, Environment.GetEnvironmentVariable), "demo"),
            Declared = CatalogFile.Parse(ReadConfiguration(), "demo.yaml", name => name switch
            {
                KeyVariable => key,
                UpstreamVariable => simulator.BaseUrl.AbsoluteUri,
                _ => null,
            }),
        };
        await using var gateway = await GatewayHost.StartAsync(options, cancellation);
        await output.WriteLineAsync($"Gantry listens on {gateway.Address.AbsoluteUri.TrimEnd('/')}, in front of a simulated upstream.");
        await output.WriteLineAsync();
        var rows = await DemoReport.RunAsync(gateway.Address, key, Models, options.Time, cancellation);
        DemoText.Write(output, rows, gateway.Address, key, Models);
        if (parsed.GetValue(Once))
        {
            return rows.All(r => r.Error is null) ? ExitCodes.Done : ExitCodes.CheckFailed;
        }

        await output.WriteLineAsync("Serving until Ctrl+C.");
        await output.FlushAsync(cancellation);
        await gateway.WaitForShutdownAsync(cancellation);
        return ExitCodes.Done;
    }

    private static string ReadConfiguration()
    {
        using var stream = typeof(DemoCommand).Assembly.GetManifestResourceStream("demo.yaml")
            ?? throw new InvalidOperationException("The demonstration's configuration is not in the executable.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
