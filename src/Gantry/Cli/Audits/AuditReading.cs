using System.CommandLine;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gantry.Audit;
using Gantry.Catalog;
using Gantry.Cli.Usage;

namespace Gantry.Cli.Audits;

/// <summary><c>gantry audit list|export</c>.</summary>
internal static class AuditReading
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Option<string?> Actor = new("--actor") { Description = "Of one actor.", HelpName = "EMAIL" };
    private static readonly Option<string?> Action = new("--action") { Description = "Actions that begin so, such as key.", HelpName = "TEXT" };
    private static readonly Option<string?> Target = new("--target") { Description = "Targets that begin so, such as 'group premium'.", HelpName = "TEXT" };
    private static readonly Option<DateOnly?> From = new("--from") { Description = "The first day (UTC).", HelpName = "DATE", CustomParser = UsageCommand.ReadDay };
    private static readonly Option<DateOnly?> To = new("--to") { Description = "The day after the last one; else until now.", HelpName = "DATE", CustomParser = UsageCommand.ReadDay };
    private static readonly Option<int> Limit = new("--limit") { Description = "How many rows, the newest first.", DefaultValueFactory = _ => 50, HelpName = "N" };
    private static readonly Option<FileInfo?> Out = new("--out") { Description = "Into a file; else to the standard output.", HelpName = "FILE" };

    public static Command CreateList()
    {
        var command = new Command("list", "List rows, the newest first.") { Actor, Action, Target, From, To, Limit, StoreCommand.Data, StoreCommand.Database, StoreCommand.Json };
        command.SetAction((parsed, cancellation) => StoreCommand.RunAsync(parsed, async (folder, output) =>
        {
            var query = new AuditQuery
            {
                Actor = parsed.GetValue(Actor),
                Action = parsed.GetValue(Action),
                Target = parsed.GetValue(Target),
                From = Start(parsed.GetValue(From)),
                To = Start(parsed.GetValue(To)),
                Limit = parsed.GetValue(Limit),
            };
            var entries = await folder.Audit.ReadAsync(query, cancellation);
            if (parsed.GetValue(StoreCommand.Json))
            {
                StoreCommand.WriteJson(output, json =>
                {
                    json.WriteStartArray();
                    foreach (var entry in entries) Write(json, entry);
                    json.WriteEndArray();
                });
                return ExitCodes.Done;
            }

            foreach (var entry in entries)
            {
                var from = entry.Note.Address is { } address ? $" from {address}" : "";
                output.WriteLine($"{entry.Sequence,6}  {entry.At:yyyy-MM-dd HH:mm:ss}  {entry.Note.Actor}{from}  {entry.Note.Action}  {entry.Change.Target}");
                if (entry.Change.Before is { } before) output.WriteLine($"        before {before}");
                if (entry.Change.After is { } after) output.WriteLine($"        after  {after}");
            }

            return ExitCodes.Done;
        }, cancellation));
        return command;
    }

    public static Command CreateExport()
    {
        var command = new Command("export", "Write rows as JSON, one a line, the oldest first.") { From, To, Out, StoreCommand.Data, StoreCommand.Database };
        command.SetAction((parsed, cancellation) => StoreCommand.RunAsync(parsed, async (folder, output) =>
        {
            var rows = folder.Audit.ExportAsync(Start(parsed.GetValue(From)), Start(parsed.GetValue(To)), cancellation);
            if (parsed.GetValue(Out) is not { } file)
            {
                await foreach (var entry in rows) output.WriteLine(Line(entry));
                return ExitCodes.Done;
            }

            try
            {
                var count = 0;
                await using (var writer = new StreamWriter(file.FullName, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" })
                {
                    await foreach (var entry in rows)
                    {
                        await writer.WriteLineAsync(Line(entry));
                        count++;
                    }
                }

                output.WriteLine($"Wrote {count} rows to {file.FullName}.");
                return ExitCodes.Done;
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                throw new CatalogRefusedException([$"{file.Name} cannot be written: {failure.Message}"]);
            }
        }, cancellation));
        return command;
    }

    private static string Line(AuditEntry entry)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Relaxed)) Write(json, entry);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void Write(Utf8JsonWriter json, AuditEntry entry)
    {
        json.WriteStartObject();
        json.WriteNumber("seq", entry.Sequence);
        json.WriteString("at", entry.At);
        json.WriteString("actor", entry.Note.Actor);
        json.WriteString("actor_id", entry.Note.ActorId?.ToString());
        json.WriteString("address", entry.Note.Address);
        json.WriteString("action", entry.Note.Action);
        json.WriteString("request_id", entry.Note.RequestId);
        json.WriteString("target", entry.Change.Target);
        json.WriteString("before", entry.Change.Before);
        json.WriteString("after", entry.Change.After);
        json.WriteString("chain", entry.Chain);
        json.WriteEndObject();
    }

    private static DateTimeOffset? Start(DateOnly? day) => day is { } d ? new DateTimeOffset(d.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) : null;
}
