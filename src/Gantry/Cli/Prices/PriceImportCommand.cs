using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using Gantry.Audit;
using Gantry.Catalog;
using Gantry.Catalog.Import;

namespace Gantry.Cli.Prices;

/// <summary><c>gantry price import</c>: a published list as a proposed difference, written only when a person accepts it.</summary>
internal static class PriceImportCommand
{
    private static readonly Option<string> From = new("--from") { Description = $"The format of the list: {PriceImport.LiteLlm} or {PriceImport.ModelsDev}.", Required = true, HelpName = "FORMAT" };
    private static readonly Argument<string> File = new("FILE") { Description = "The list, as a file." };
    private static readonly Option<bool> Accept = new("--accept") { Description = "Write the differences; without it nothing is written." };
    private static readonly Option<bool> AcceptLarge = new("--accept-large") { Description = "With --accept: also those of more than 20 %, and those that take a price away." };

    static PriceImportCommand() => From.AcceptOnlyFromAmong(PriceImport.LiteLlm, PriceImport.ModelsDev);

    public static Command Create()
    {
        var command = new Command("import", "Compare a published price list with the models here.") { From, File, Accept, AcceptLarge, StoreCommand.Data, StoreCommand.Database, StoreCommand.Json };
        command.SetAction((parsed, cancellation) => StoreCommand.RunAsync(parsed, async (folder, output) =>
        {
            var published = await ReadAsync(parsed.GetValue(From)!, parsed.GetValue(File)!, cancellation);
            var (accept, large) = (parsed.GetValue(Accept), parsed.GetValue(AcceptLarge));
            var now = TimeProvider.System.GetUtcNow();
            var proposals = await folder.Catalog.EditAsync<ImmutableArray<PriceProposal>>(
                rows =>
                {
                    var all = PriceImport.Propose(rows.Models, published, now);
                    return (accept ? [.. PriceImport.Accept(all.Where(p => large || !p.IsLarge), now)] : [], all);
                },
                AuditNote.OfCommand("price.import"),
                cancellation);
            if (parsed.GetValue(StoreCommand.Json)) WriteJson(proposals, accept, large, output);
            else WriteText(proposals, accept, large, output);
            return accept && proposals.Any(p => p.IsLarge && !large) ? ExitCodes.CheckFailed : ExitCodes.Done;
        }, cancellation));
        return command;
    }

    private static async Task<ImmutableArray<PublishedPrice>> ReadAsync(string format, string file, CancellationToken cancellation)
    {
        try
        {
            return PriceImport.Read(format, await System.IO.File.ReadAllBytesAsync(file, cancellation));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new CatalogRefusedException([$"{file} cannot be read as a list of {format}: {failure.Message}"]);
        }
    }

    private static void WriteText(ImmutableArray<PriceProposal> proposals, bool accept, bool large, TextWriter output)
    {
        foreach (var proposal in proposals)
        {
            output.WriteLine($"{proposal.Row.Id}{(proposal.ListedAs == proposal.Row.Id ? "" : $" (listed as {proposal.ListedAs})")}");
            foreach (var difference in proposal.Differences) output.WriteLine($"    {difference}{(difference.IsLarge ? "   <- look twice" : "")}");
            foreach (var warning in proposal.Warnings) output.WriteLine($"    warning: {warning}");
            if (accept && !proposal.Differences.IsEmpty) output.WriteLine(large || !proposal.IsLarge ? "    written" : "    not written: large changes and prices taken away need --accept-large");
            if (accept) PriceCommand.WarnOfFile(proposal.Row, output);
        }

        if (!proposals.Any(p => !p.Differences.IsEmpty)) output.WriteLine("no difference");
        else if (!accept) output.WriteLine("Nothing was written: --accept writes it.");
    }

    private static void WriteJson(ImmutableArray<PriceProposal> proposals, bool accept, bool large, TextWriter output) => StoreCommand.WriteJson(output, json =>
    {
        json.WriteStartArray();
        foreach (var proposal in proposals)
        {
            json.WriteStartObject();
            json.WriteString("model", proposal.Row.Id);
            json.WriteString("listed_as", proposal.ListedAs);
            json.WriteBoolean("large", proposal.IsLarge);
            json.WriteBoolean("written", accept && !proposal.Differences.IsEmpty && (large || !proposal.IsLarge));
            json.WriteStartArray("differences");
            foreach (var difference in proposal.Differences)
            {
                json.WriteStartObject();
                json.WriteString("name", difference.Name);
                json.WriteString("old", difference.Old);
                json.WriteString("new", difference.New);
                json.WriteBoolean("large", difference.IsLarge);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("warnings");
            foreach (var warning in proposal.Warnings) json.WriteStringValue(warning);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}
