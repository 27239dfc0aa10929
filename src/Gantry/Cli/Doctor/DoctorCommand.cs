using System.Collections;
using System.CommandLine;
using Gantry.Cli.Doctor.Clients;
using Gantry.Cli.Doctor.Findings;
using Gantry.Cli.Verify;
using Gantry.Storage;

namespace Gantry.Cli.Doctor;

/// <summary><c>gantry doctor [CLIENT]</c>: finds the usual mistakes of a set-up.</summary>
internal static class DoctorCommand
{
    private const string DefaultAddress = "http://127.0.0.1:3456";
    private const string DefaultConfiguration = "gantry.yaml";

    private static readonly Argument<string?> Client = new("client")
    {
        Description = $"A client, to look at its set-up alone: {string.Join(", ", ClientCheck.Names)}. Or the address of a server.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string?> Server = new("--server") { Description = $"Address of the server; {DefaultAddress} when absent, and for a client the one that it is pointed at." };
    private static readonly Option<string?> Key = new("--key") { Description = "Key to try." };
    private static readonly Option<string?> Config = new("--config") { Description = $"Declarative file; ./{DefaultConfiguration} when it exists." };
    private static readonly Option<bool> Fix = new("--fix") { Description = "Mend in the clients' files what nothing can be lost by. A copy of each file stays beside it." };

    public static Command Create()
    {
        var command = new Command("doctor", "Look for the usual mistakes of a set-up and say how to mend them.")
        {
            Client, Server, Key, Fix, StoreCommand.Data, StoreCommand.Database, Config, StoreCommand.Json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var named = parsed.GetValue(Client);
            var client = named is null ? null : ClientCheck.Find(named);
            // An address in the place of a client is the server's.
            var address = parsed.GetValue(Server) ?? (client is null ? named : null);
            var target = VerifyOptions.ParseBase(address ?? DefaultAddress);
            if (target is null || (client is null && named is not null && address != named))
            {
                var mistake = address is not null && address == parsed.GetValue(Server) && target is null
                    ? "The address must begin with http:// or https://."
                    : $"There is no client {named} to look at; there are {string.Join(", ", ClientCheck.Names)}. An address must begin with http:// or https://.";
                await parsed.InvocationConfiguration.Error.WriteLineAsync(mistake);
                return ExitCodes.WrongUsage;
            }
            var environment = ReadEnvironment();
            if (parsed.GetValue(StoreCommand.Database) is { Length: > 0 } database) environment[DataFolder.DatabaseVariable] = database;
            var folder = DataFolder.Locate(parsed.GetValue(StoreCommand.Data), environment.GetValueOrDefault);
            var subject = new Examination(environment, folder, target)
            {
                TargetNamed = address is not null,
                Key = parsed.GetValue(Key)?.Trim(),
                ConfigurationFile = parsed.GetValue(Config) ?? (File.Exists(DefaultConfiguration) ? DefaultConfiguration : null),
            };
            return await RunAsync(subject, client, parsed.GetValue(Fix), parsed.GetValue(StoreCommand.Json), parsed.InvocationConfiguration.Output, cancellation);
        });
        return command;
    }

    /// <summary>Looks, and mends first where that is wanted.</summary>
    /// <param name="subject">Where to look.</param>
    /// <param name="client">The one client to look at; null for everything.</param>
    /// <param name="fix">Whether to mend.</param>
    /// <param name="json">Whether machines read it.</param>
    /// <param name="output">Where to write.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(Examination subject, string? client, bool fix, bool json, TextWriter output, CancellationToken cancellation)
    {
        IReadOnlyList<Finding> mended = !fix ? []
            : RepairRun.Apply(subject, client is not null ? [client] : [.. ClientCheck.Installed(subject).Where(one => ClientCheck.IsSetUp(subject, one))]);
        var sections = client is null ? await DoctorRun.RunAsync(subject, cancellation) : await DoctorRun.RunAsync(subject, client, cancellation);
        if (fix) sections = [new DoctorSection("Mended", mended.Count > 0 ? mended : [Finding.Fine("There was nothing that could be mended.", "files of clients")]), .. sections];
        if (json) DoctorJson.Write(output, sections);
        else DoctorText.Write(output, sections);
        var sick = sections.Any(section => section.Findings.Any(finding => finding.Severity == Severity.Problem));
        return sick ? ExitCodes.CheckFailed : ExitCodes.Done;
    }

    private static Dictionary<string, string> ReadEnvironment() =>
        Environment.GetEnvironmentVariables()
            .Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => entry.Value as string ?? "");
}
