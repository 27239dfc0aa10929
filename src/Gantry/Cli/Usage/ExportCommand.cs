using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using Gantry.Billing.Exports;
using Gantry.Catalog;
using Gantry.Cli.Ledger;

namespace Gantry.Cli.Usage;

/// <summary><c>gantry usage export</c>: records with all that a bill needs, for a file or a pipe.</summary>
internal static class ExportCommand
{
    private static readonly Option<string> Format = new("--format") { Description = "csv or jsonl.", DefaultValueFactory = _ => "csv" };
    private static readonly Option<DateOnly?> From = new("--from") { Description = "The first day (UTC).", HelpName = "DATE", CustomParser = UsageCommand.ReadDay };
    private static readonly Option<DateOnly?> To = new("--to") { Description = "The day after the last one; else until now.", HelpName = "DATE", CustomParser = UsageCommand.ReadDay };
    private static readonly Option<string?> Account = new("--account") { Description = "Of one account.", HelpName = "EMAIL" };
    private static readonly Option<Guid?> Key = new("--key") { Description = "Of one key, by its id.", HelpName = "ID" };
    private static readonly Option<string?> Model = new("--model") { Description = "Of one model.", HelpName = "MODEL" };
    private static readonly Option<FileInfo?> Out = new("--out") { Description = "Into a file, with its SHA-256 in FILE.sha256; else to the standard output.", HelpName = "FILE" };

    static ExportCommand() => Format.AcceptOnlyFromAmong("csv", "jsonl");

    public static Command Create()
    {
        var command = new Command("export", "Write records with all that a bill needs.") { Format, From, To, Account, Key, Model, Out, StoreCommand.Data, StoreCommand.Database };
        command.SetAction((parsed, cancellation) => StoreCommand.RunAsync(parsed, async (folder, output) =>
        {
            var account = parsed.GetValue(Account) is { } name ? await LedgerCommand.FindAccountAsync(folder, name, cancellation) : null;
            var filter = new ExportFilter(
                Start(parsed.GetValue(From)) ?? DateTimeOffset.UnixEpoch,
                Start(parsed.GetValue(To)) ?? TimeProvider.System.GetUtcNow(),
                account?.Id,
                parsed.GetValue(Key),
                parsed.GetValue(Model));
            var pieces = new UsageExport(folder.Exports, folder.Prices).StreamAsync(
                filter, parsed.GetValue(Format) == "jsonl" ? ExportFormat.Jsonl : ExportFormat.Csv, ExportColumns.House, cancellation);
            if (parsed.GetValue(Out) is { } file)
            {
                await WriteFileAsync(pieces, file, cancellation);
                output.WriteLine($"Wrote {file.FullName} and its SHA-256 beside it.");
            }
            else
            {
                await foreach (var piece in pieces) await output.WriteAsync(Encoding.UTF8.GetString(piece.Span));
            }

            return ExitCodes.Done;
        }, cancellation));
        return command;
    }

    // Under another name until it is whole: a file of the right name is never half an export.
    private static async Task WriteFileAsync(IAsyncEnumerable<ReadOnlyMemory<byte>> pieces, FileInfo file, CancellationToken cancellation)
    {
        if (file.Directory is not { Exists: true }) throw new CatalogRefusedException([$"there is no folder for {file.Name}"]);
        var part = file.FullName + ".part";
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            await using (var stream = new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                await foreach (var piece in pieces)
                {
                    hash.AppendData(piece.Span);
                    await stream.WriteAsync(piece, cancellation);
                }

                stream.Flush(flushToDisk: true);
            }

            File.Move(part, file.FullName, overwrite: true);
            await File.WriteAllTextAsync(file.FullName + ".sha256", $"{Convert.ToHexStringLower(hash.GetHashAndReset())}  {file.Name}\n", cancellation);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CatalogRefusedException([$"{file.Name} cannot be written: {failure.Message}"]);
        }
        finally
        {
            File.Delete(part);
        }
    }

    private static DateTimeOffset? Start(DateOnly? day) => day is { } d ? new DateTimeOffset(d.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) : null;
}
