using System.CommandLine;
using System.Globalization;
using Gantry.Storage;

namespace Gantry.Cli;

/// <summary><c>gantry store copy</c>: from SQLite to PostgreSQL, while no server runs.</summary>
internal static class MoveStoreCommand
{
    private static readonly Option<string?> To = new("--to")
    {
        Description = $"The empty PostgreSQL database; else ${DataFolder.DatabaseVariable}, which other users of the machine cannot see.",
        HelpName = "Host=…",
    };

    public static Command Create()
    {
        var copy = new Command("copy", "Copy the store of a data folder into an empty PostgreSQL database, all or nothing, and prove that all of it arrived.") { To, StoreCommand.Data, StoreCommand.Json };
        copy.SetAction((parsed, cancellation) => StoreCommand.GuardAsync(parsed, output => CopyAsync(parsed, output, cancellation)));
        return new Command("store", "The store as a whole.") { copy, NodesCommand.Create() };
    }

    private static async Task<int> CopyAsync(ParseResult parsed, TextWriter output, CancellationToken cancellation)
    {
        var folder = DataFolder.Locate(parsed.GetValue(StoreCommand.Data), Environment.GetEnvironmentVariable);
        var file = Path.Combine(folder, SqliteDatabase.FileName);
        if ((parsed.GetValue(To) ?? Environment.GetEnvironmentVariable(DataFolder.DatabaseVariable)) is not { Length: > 0 } given)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync($"error: name the target with --to or {DataFolder.DatabaseVariable}");
            return ExitCodes.WrongUsage;
        }

        if (!File.Exists(file)) throw new DatabaseException($"There is no store to copy: {Path.GetFullPath(file)} does not exist.");
        using var held = ServerLock.Acquire(folder);
        await using var source = await SqliteDatabase.OpenAsync(file, TimeProvider.System, cancellation);
        await using var target = await PostgresDatabase.ConnectAsync(given, cancellation);
        await target.ClaimAsync(instance: null, cancellation);
        var tables = await new StoreCopy(source, target, TimeProvider.System).RunAsync(cancellation);
        if (parsed.GetValue(StoreCommand.Json)) WriteJson(tables, output);
        else WriteText(tables, target.Description, output);
        return ExitCodes.Done;
    }

    private static void WriteText(IReadOnlyList<CopiedTable> tables, string target, TextWriter output)
    {
        var width = tables.Max(t => t.Name.Length);
        foreach (var table in tables)
            output.WriteLine($"{table.Name.PadRight(width)}  {table.Rows.ToString("N0", CultureInfo.InvariantCulture),12}{(table.Mended > 0 ? $"  {table.Mended} texts had U+0000, now U+FFFD" : "")}");
        output.WriteLine($"{tables.Sum(t => t.Rows).ToString("N0", CultureInfo.InvariantCulture)} rows of {tables.Count} tables are in {target}.");
        output.WriteLine("Rows, the sums of all numbers and the ledger check are the same on both sides.");
        output.WriteLine($"Start the server with {DataFolder.DatabaseVariable} set, on the same data folder: its journal and secrets are still needed. The file is as it was.");
    }

    private static void WriteJson(IReadOnlyList<CopiedTable> tables, TextWriter output) => StoreCommand.WriteJson(output, json =>
    {
        json.WriteStartArray();
        foreach (var table in tables)
        {
            json.WriteStartObject();
            json.WriteString("table", table.Name);
            json.WriteNumber("rows", table.Rows);
            json.WriteNumber("mended_texts", table.Mended);
            json.WriteStartObject("sums");
            foreach (var (column, sum) in table.Sums) json.WriteString(column, sum.ToString(CultureInfo.InvariantCulture));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}
