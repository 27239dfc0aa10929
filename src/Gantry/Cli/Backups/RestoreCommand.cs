using System.CommandLine;
using Gantry.Backups;
using Gantry.Storage;

namespace Gantry.Cli.Backups;

/// <summary><c>gantry restore FROM --data DIR</c>: into what is empty, never over what is there.</summary>
internal static class RestoreCommand
{
    private static readonly Argument<string> From = new("FROM") { Description = "The backup's folder." };

    private static readonly Option<string> Data = new("--data")
    {
        Description = "The data folder to make: empty or not there. It may hold secrets/ where the backup has none.",
        HelpName = "DIR",
        Required = true,
    };

    public static Command Create()
    {
        var command = new Command("restore", "Bring a backup back, into an empty data folder and, for PostgreSQL, an empty database.") { From, Data, StoreCommand.Database, StoreCommand.Json };
        command.SetAction((parsed, cancellation) => BackupFailures.GuardAsync(parsed, async output =>
        {
            var backup = parsed.GetValue(From)!;
            var manifest = BackupManifest.Read(backup);
            var wrong = await BackupRestorer.CompareAsync(backup, manifest, cancellation);
            if (wrong.Count > 0)
            {
                foreach (var line in wrong) await parsed.InvocationConfiguration.Error.WriteLineAsync($"error: {line}");
                return ExitCodes.CheckFailed;
            }

            var database = StoreCommand.EnvironmentOf(parsed)(DataFolder.DatabaseVariable) is { Length: > 0 } named ? named : null;
            var totals = await BackupRestorer.RestoreAsync(backup, manifest, parsed.GetValue(Data)!, database, cancellation);
            var folder = Path.GetFullPath(parsed.GetValue(Data)!);
            if (parsed.GetValue(StoreCommand.Json))
            {
                StoreCommand.WriteJson(output, json =>
                {
                    json.WriteStartObject();
                    json.WriteBoolean("ok", true);
                    json.WriteString("data", folder);
                    json.WriteString("at", manifest.At);
                    json.WriteNumber("wallets", totals.Wallets);
                    json.WriteNumber("ledger_transactions", totals.LedgerTransactions);
                    json.WriteNumber("usage_records", totals.UsageRecords);
                    json.WriteStartArray("left_out");
                    foreach (var left in manifest.LeftOut) json.WriteStringValue(left);
                    json.WriteEndArray();
                    json.WriteEndObject();
                });
                return ExitCodes.Done;
            }

            output.WriteLine($"Restored the store of {manifest.At:yyyy-MM-dd HH:mm:ss} UTC into {folder}: {totals.Wallets} wallets, {totals.LedgerTransactions} entries of the ledger, {totals.UsageRecords} records.");
            foreach (var left in manifest.LeftOut) output.WriteLine($"needed besides: {left}");
            output.WriteLine("Start the server; it settles what is in the journal. Then: gantry ledger check. Never run it beside the server that the backup was made of.");
            return ExitCodes.Done;
        }));
        return command;
    }
}
