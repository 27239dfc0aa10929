using System.CommandLine;
using Gantry.Storage;

namespace Gantry.Cli;

/// <summary><c>gantry migrate plan|apply</c>: the schema of the store. A server applies what is missing by itself.</summary>
internal static class MigrateCommand
{
    public static Command Create() => new("migrate", "The schema of the store; gantry serve brings it up to date by itself.")
    {
        Create("plan", "Say which steps are missing, and change nothing.", apply: false),
        Create("apply", "Apply the steps that are missing.", apply: true),
    };

    private static Command Create(string name, string description, bool apply)
    {
        var command = new Command(name, description) { StoreCommand.Data, StoreCommand.Database, StoreCommand.Json };
        command.SetAction((parsed, cancellation) => StoreCommand.GuardAsync(parsed, async output =>
        {
            var folder = DataFolder.Locate(parsed.GetValue(StoreCommand.Data), Environment.GetEnvironmentVariable);
            var (engine, missing) = await StoreSchema.LookAsync(folder, StoreCommand.EnvironmentOf(parsed), apply, TimeProvider.System, cancellation);
            if (parsed.GetValue(StoreCommand.Json))
            {
                StoreCommand.WriteJson(output, json =>
                {
                    json.WriteStartObject();
                    json.WriteString("store", engine);
                    json.WriteBoolean("applied", apply);
                    json.WriteStartArray("steps");
                    foreach (var step in missing)
                    {
                        json.WriteStartObject();
                        json.WriteNumber("number", step.Number);
                        json.WriteString("name", step.Name);
                        json.WriteEndObject();
                    }

                    json.WriteEndArray();
                    json.WriteEndObject();
                });
                return ExitCodes.Done;
            }

            output.WriteLine(engine);
            foreach (var step in missing) output.WriteLine($"  {step.Number:0000} {step.Name}");
            output.WriteLine(missing.IsEmpty ? "The schema is up to date." : $"{missing.Length} {(missing.Length == 1 ? "step" : "steps")} {(apply ? "applied" : "missing")}.");
            return ExitCodes.Done;
        }));
        return command;
    }
}
