using System.CommandLine;
using Gantry.Catalog.Declared;
using Gantry.Hosting;
using Gantry.Relay;
using Gantry.Storage;

namespace Gantry.Cli;

/// <summary><c>gantry serve</c>: the gateway itself.</summary>
internal static class ServeCommand
{
    private const string DrainVariable = "GANTRY_DRAIN_SECONDS";
    private const int LongestDrain = 600;
    private const string RequestsVariable = "GANTRY_MAX_REQUESTS";
    private const int MostRequests = 1_000_000;

    private static readonly Option<string> Urls = new("--urls")
    {
        Description = "Addresses to listen on, separated by semicolons.",
        DefaultValueFactory = _ => HostingOptions.DefaultUrl,
    };

    private static readonly Option<string?> Config = new("--config") { Description = "A declarative file to apply before serving.", HelpName = "FILE" };

    private static readonly Option<int?> Drain = new("--drain")
    {
        Description = $"How long running answers may go on when the server is asked to stop, 0 to {LongestDrain} seconds; else ${DrainVariable}, else 25.",
        HelpName = "SECONDS",
    };

    private static readonly Option<string?> MetricsUrl = new("--metrics-url")
    {
        Description = $"An address of its own for Prometheus, such as http://127.0.0.1:9464; else ${MetricsListener.Variable}, else none.",
        HelpName = "URL",
    };

    private static readonly Option<int?> Requests = new("--max-requests")
    {
        Description = $"How many requests this server takes at once, 1 to {MostRequests}; those beyond are told to come again. Else ${RequestsVariable}, else 4000.",
        HelpName = "N",
    };

    private static readonly Option<bool> WithoutSecrets = new("--without-secrets")
    {
        Description = "Start although the pepper or the master key is missing: no upstream that needs a credential is called, nothing can be changed.",
    };

    public static Command Create()
    {
        var command = new Command("serve", "Serve the gateway.") { Urls, StoreCommand.Data, StoreCommand.Database, Config, Drain, Requests, MetricsUrl, WithoutSecrets };
        command.SetAction((parsed, cancellation) => ServerFailures.GuardAsync(parsed, async () =>
        {
            var options = new HostingOptions
            {
                Urls = parsed.GetValue(Urls)!,
                DataFolder = DataFolder.Locate(parsed.GetValue(StoreCommand.Data), Environment.GetEnvironmentVariable),
                ConfigFile = parsed.GetValue(Config),
                Environment = StoreCommand.EnvironmentOf(parsed),
                WithoutSecrets = parsed.GetValue(WithoutSecrets),
                MetricsUrl = parsed.GetValue(MetricsUrl),
                Limits = Limits(Number("--drain", parsed.GetValue(Drain), DrainVariable, 0, LongestDrain, "number of seconds"), Number("--max-requests", parsed.GetValue(Requests), RequestsVariable, 1, MostRequests, "number")),
            };
            await using var gateway = await GatewayHost.StartAsync(options, cancellation);
            SocketThreads.GiveWay();
            var output = parsed.InvocationConfiguration.Output;
            StartupReport.Write(output, gateway, terminal: ReferenceEquals(output, System.Console.Out) && !System.Console.IsOutputRedirected);
            await gateway.WaitForShutdownAsync(cancellation);
            if (gateway.LostStore is not { } lost) return ExitCodes.Done;
            await parsed.InvocationConfiguration.Error.WriteLineAsync($"error: {lost}");
            return ExitCodes.CheckFailed;
        }));
        return command;
    }

    private static RelayLimits Limits(int? drain, int? requests)
    {
        var usual = new RelayLimits();
        return usual with
        {
            Drain = drain is { } seconds ? TimeSpan.FromSeconds(seconds) : usual.Drain,
            Admission = requests is { } most ? usual.Admission with { Requests = most } : usual.Admission,
        };
    }

    /// <exception cref="ConfigurationException">Not a number in range.</exception>
    private static int? Number(string flag, int? given, string variable, int least, int most, string what)
    {
        var (source, text) = given is { } value ? (flag, value.ToString()) : (variable, Environment.GetEnvironmentVariable(variable));
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        return int.TryParse(text, out var number) && number >= least && number <= most
            ? number
            : throw new ConfigurationException([new ConfigurationProblem(source, null, $"'{text}' is no {what} from {least} to {most}")]);
    }
}
