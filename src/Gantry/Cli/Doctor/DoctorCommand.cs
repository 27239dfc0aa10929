using System.Collections;
using System.CommandLine;
using Gantry.Cli.Verify;
using Gantry.Storage;

namespace Gantry.Cli.Doctor;

/// <summary><c>gantry doctor [URL]</c>: finds the usual mistakes of a set-up.</summary>
internal static class DoctorCommand
{
    private const string DefaultAddress = "http://127.0.0.1:3456";
    private const string DefaultConfiguration = "gantry.yaml";

    public static Command Create()
    {
        var url = new Argument<string?>("url")
        {
            Description = $"Address of the server; {DefaultAddress} when absent.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var key = new Option<string?>("--key") { Description = "Key to try." };
        var config = new Option<string?>("--config") { Description = $"Declarative file; ./{DefaultConfiguration} when it exists." };
        var command = new Command("doctor", "Look for the usual mistakes of a set-up and say how to mend them.")
        {
            url, key, StoreCommand.Data, StoreCommand.Database, config, StoreCommand.Json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var address = parsed.GetValue(url);
            if (VerifyOptions.ParseBase(address ?? DefaultAddress) is not { } target)
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync("The address must begin with http:// or https://.");
                return ExitCodes.WrongUsage;
            }
            var environment = ReadEnvironment();
            if (parsed.GetValue(StoreCommand.Database) is { Length: > 0 } database) environment[DataFolder.DatabaseVariable] = database;
            var folder = DataFolder.Locate(parsed.GetValue(StoreCommand.Data), environment.GetValueOrDefault);
            var subject = new Examination(environment, folder, target)
            {
                TargetNamed = address is not null,
                Key = parsed.GetValue(key)?.Trim(),
                ConfigurationFile = parsed.GetValue(config) ?? (File.Exists(DefaultConfiguration) ? DefaultConfiguration : null),
            };
            var sections = await DoctorRun.RunAsync(subject, cancellation);
            if (parsed.GetValue(StoreCommand.Json)) DoctorJson.Write(parsed.InvocationConfiguration.Output, sections);
            else DoctorText.Write(parsed.InvocationConfiguration.Output, sections);
            var sick = sections.Any(section => section.Findings.Any(finding => finding.Severity == Severity.Problem));
            return sick ? ExitCodes.CheckFailed : ExitCodes.Done;
        });
        return command;
    }

    private static Dictionary<string, string> ReadEnvironment() =>
        Environment.GetEnvironmentVariables()
            .Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => entry.Value as string ?? "");
}
