using System.CommandLine;
using Gantry.Billing.Ledger;
using Gantry.Billing.Pricing;
using Gantry.Catalog;
using Gantry.Storage;

namespace Gantry.Cli.Ledger;

/// <summary><c>gantry ledger reconcile</c>: a provider's invoice beside our own book of costs.</summary>
internal static class ReconcileCommand
{
    private const int DoubtfulShown = 50;

    private static readonly Option<FileInfo> Invoice = new("--invoice")
    {
        Description = "CSV or JSON with day, upstream or credential, model and amount (USD).",
        Required = true,
        HelpName = "FILE",
    };

    public static Command Create()
    {
        var command = new Command("reconcile", "Compare a provider's invoice with what we have counted.") { Invoice, StoreCommand.Data, StoreCommand.Database, StoreCommand.Json };
        command.SetAction((parsed, cancellation) => StoreCommand.RunAsync(parsed, async (folder, output) =>
        {
            var file = parsed.GetValue(Invoice)!;
            if (!file.Exists) throw new CatalogRefusedException([$"there is no file {file.Name}"]);
            var invoice = await WithIdsAsync(folder, InvoiceFile.Read(file.Name, await File.ReadAllTextAsync(file.FullName, cancellation)), cancellation);
            var ours = await folder.Book.CostsAsync(invoice.Min(line => line.Day), invoice.Max(line => line.Day), cancellation);
            var cells = new List<(ReconciledCell Cell, IReadOnlyList<DoubtfulAttempt> Doubtful)>();
            foreach (var cell in Reconciliation.Compare(ours, invoice))
                cells.Add((cell, cell.Verdict == ReconcileVerdict.Red ? await folder.Book.DoubtfulAsync(cell.Place, DoubtfulShown, cancellation) : []));
            if (parsed.GetValue(StoreCommand.Json)) WriteJson(cells, output);
            else WriteText(cells, output);
            return cells.Any(c => c.Cell.Verdict == ReconcileVerdict.Red) ? ExitCodes.CheckFailed : ExitCodes.Done;
        }, cancellation));
        return command;
    }

    // People name a credential by what the console shows of it.
    private static async Task<IReadOnlyList<CostCell>> WithIdsAsync(DataFolder folder, IReadOnlyList<CostCell> invoice, CancellationToken cancellation)
    {
        if (invoice.All(line => line.Credential.Length == 0)) return invoice;
        var known = (await folder.Catalog.LoadAsync(cancellation)).Credentials;
        return
        [
            .. invoice.Select(line => known.FirstOrDefault(c => c.Display == line.Credential || c.Id.ToString() == line.Credential) is { } credential
                ? line with { Credential = credential.Id.ToString(), Upstream = line.Upstream.Length > 0 ? line.Upstream : credential.Upstream }
                : line),
        ];
    }

    private static void WriteText(List<(ReconciledCell Cell, IReadOnlyList<DoubtfulAttempt> Doubtful)> cells, TextWriter output)
    {
        foreach (var (cell, doubtful) in cells)
        {
            var place = string.Join(' ', new[] { $"{cell.Place.Day:yyyy-MM-dd}", cell.Place.Upstream, cell.Place.Credential, cell.Place.Model }.Where(t => t.Length > 0));
            output.WriteLine($"{EnumWords.Of(cell.Verdict),-6} {place}: invoice {new Money(cell.InvoiceNanos)}, ours {new Money(cell.OursNanos)}, apart {new Money(cell.DifferenceNanos)} USD");
            foreach (var attempt in doubtful)
                output.WriteLine($"       {attempt.CostStatus} {attempt.RequestId} attempt {attempt.AttemptId}: {new Money(attempt.CostNanos)} USD");
        }
    }

    private static void WriteJson(List<(ReconciledCell Cell, IReadOnlyList<DoubtfulAttempt> Doubtful)> cells, TextWriter output) => StoreCommand.WriteJson(output, json =>
    {
        json.WriteStartArray();
        foreach (var (cell, doubtful) in cells)
        {
            json.WriteStartObject();
            json.WriteString("verdict", EnumWords.Of(cell.Verdict));
            json.WriteString("day", $"{cell.Place.Day:yyyy-MM-dd}");
            json.WriteString("upstream", cell.Place.Upstream);
            json.WriteString("credential", cell.Place.Credential);
            json.WriteString("model", cell.Place.Model);
            json.WriteNumber("invoice_nanos", cell.InvoiceNanos);
            json.WriteNumber("ours_nanos", cell.OursNanos);
            json.WriteNumber("difference_nanos", cell.DifferenceNanos);
            json.WriteStartArray("doubtful");
            foreach (var attempt in doubtful)
            {
                json.WriteStartObject();
                json.WriteString("attempt", attempt.AttemptId);
                json.WriteString("request", attempt.RequestId);
                json.WriteString("status", attempt.CostStatus);
                json.WriteNumber("cost_nanos", attempt.CostNanos);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}
