using System.CommandLine;
using Gantry.Hosting;
using Gantry.Storage;

namespace Gantry.Cli;

/// <summary><c>gantry serve</c>: the gateway itself.</summary>
internal static class ServeCommand
{
    private static readonly Option<string> Urls = new("--urls")
    {
        Description = "Addresses to listen on, separated by semicolons.",
        DefaultValueFactory = _ => HostingOptions.DefaultUrl,
    };

    private static readonly Option<string?> Config = new("--config") { Description = "A declarative file to apply before serving.", HelpName = "FILE" };

    public static Command Create()
    {
        var command = new Command("serve", "Serve the gateway.") { Urls, StoreCommand.Data, Config };
        command.SetAction((parsed, cancellation) => ServerFailures.GuardAsync(parsed, async () =>
        {
            var options = new HostingOptions
            {
                Urls = parsed.GetValue(Urls)!,
                DataFolder = DataFolder.Locate(parsed.GetValue(StoreCommand.Data), Environment.GetEnvironmentVariable),
                ConfigFile = parsed.GetValue(Config),
            };
            await using var gateway = await GatewayHost.StartAsync(options, cancellation);
            StartupReport.Write(parsed.InvocationConfiguration.Output, gateway);
            await gateway.WaitForShutdownAsync(cancellation);
            return ExitCodes.Done;
        }));
        return command;
    }
}
