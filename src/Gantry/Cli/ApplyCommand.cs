using System.CommandLine;
using System.Text.Json;
using Gantry.Catalog;
using Gantry.Catalog.Declared;
using Gantry.Catalog.Seed;

namespace Gantry.Cli;

/// <summary><c>gantry apply -f gantry.yaml</c>: brings the store to what a file declares. A running server follows within a second.</summary>
internal static class ApplyCommand
{
    private static readonly Option<string> File = new("--file", "-f") { Description = "The declarative file.", Required = true, HelpName = "FILE" };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Check and report, but change nothing." };

    public static Command Create()
    {
        var command = new Command("apply", "Bring the store to what a file declares.") { File, StoreCommand.Data, StoreCommand.Database, DryRun, StoreCommand.Json };
        command.SetAction((parsed, cancellation) => StoreCommand.RunAsync(parsed, async (folder, output) =>
        {
            var declared = await CatalogFile.ReadAsync(parsed.GetValue(File)!, Environment.GetEnvironmentVariable, cancellation);
            var planner = new CatalogPlanner(folder.Secrets.Hasher, folder.Secrets.Seal, SeedCatalogue.Load(), TimeProvider.System);
            var report = await new CatalogApplier(folder.Catalog, planner).ApplyAsync(declared, ManagedBy.File, parsed.GetValue(DryRun), cancellation);
            if (parsed.GetValue(StoreCommand.Json)) WriteJson(report, output);
            else WriteText(report, parsed.GetValue(DryRun), output);
            return ExitCodes.Done;
        }, cancellation));
        return command;
    }

    private static void WriteText(ApplyReport report, bool dryRun, TextWriter output)
    {
        foreach (var warning in report.Warnings) output.WriteLine(warning);
        foreach (var note in report.Notes) output.WriteLine($"note: {note}");
        foreach (var change in report.Changes) output.WriteLine(change);
        if (report.Changes.IsEmpty) output.WriteLine("unchanged");
        else if (dryRun) output.WriteLine("Nothing was written: --dry-run.");
        if (dryRun) return;
        foreach (var issued in report.Issued)
        {
            output.WriteLine();
            output.WriteLine($"Key {issued.Row.Key.Name}, shown this once:");
            output.WriteLine(issued.Secret);
        }
    }

    private static void WriteJson(ApplyReport report, TextWriter output) => StoreCommand.WriteJson(output, json =>
    {
        json.WriteStartObject();
        json.WriteNumber("version", report.Version);
        json.WriteStartArray("changes");
        foreach (var change in report.Changes)
        {
            json.WriteStartObject();
            json.WriteString("action", change.Deleted ? "delete" : change.Before is null ? "add" : "change");
            json.WriteString("kind", EnumWords.Of(change.Row.Key.Kind));
            json.WriteString("name", change.Row.Key.Name);
            WriteStrings(json, "differences", change.Deleted || change.Before is null ? [] : change.Differences());
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteStrings(json, "notes", report.Notes);
        WriteStrings(json, "warnings", report.Warnings.Select(w => w.ToString()));
        json.WriteStartArray("issued_keys");
        foreach (var issued in report.Issued)
        {
            json.WriteStartObject();
            json.WriteString("id", issued.Row.Id);
            json.WriteString("account", issued.Row.Account);
            json.WriteString("name", issued.Row.Name);
            json.WriteString("secret", issued.Secret);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void WriteStrings(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
