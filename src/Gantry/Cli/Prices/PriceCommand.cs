using System.CommandLine;
using System.Globalization;
using Gantry.Audit;
using Gantry.Billing.Pricing;
using Gantry.Catalog;
using Gantry.Catalog.Import;
using Gantry.Catalog.Rules;
using Gantry.Catalog.Seed;
using Gantry.Storage;

namespace Gantry.Cli.Prices;

/// <summary><c>gantry price list|show|history|set|import</c>.</summary>
internal static class PriceCommand
{
    private static readonly Argument<string> Model = new("MODEL") { Description = "A model's id or alias." };
    private static readonly Argument<string[]> Figures = new("FIGURE") { Description = "input=3, output=15, tiers.flex.input=1.50, cache_read=none, free=true: USD, for a million tokens or by the piece.", Arity = ArgumentArity.OneOrMore };

    public static Command Create() => new("price", "Show, set and import what models cost.") { List(), Show(), History(), Set(), PriceImportCommand.Create() };

    private static Command List() => Reading("list", "List the prices in force, and those to come.", null, async (folder, _, cancellation) => await folder.Prices.CurrentAsync(cancellation));

    private static Command Show() => Reading("show", "Show the prices of a model in all lists: in force and to come.", Model, async (folder, model, cancellation) =>
        [.. (await folder.Prices.CurrentAsync(cancellation)).Where(p => p.Model == model)]);

    private static Command History() => Reading("history", "Show every price that a model has ever had.", Model, async (folder, model, cancellation) => await folder.Prices.HistoryAsync(model!, cancellation));

    private static Command Reading(
        string name, string description, Argument<string>? argument, Func<DataFolder, string?, CancellationToken, Task<System.Collections.Immutable.ImmutableArray<PriceVersion>>> read)
    {
        var command = new Command(name, description) { StoreCommand.Data, StoreCommand.Database, StoreCommand.Json };
        if (argument is not null) command.Add(argument);
        command.SetAction((parsed, cancellation) => StoreCommand.RunAsync(parsed, async (folder, output) =>
        {
            var model = argument is null ? null : (await FindAsync(folder, parsed.GetValue(argument)!, cancellation)).Id;
            var versions = await read(folder, model, cancellation);
            if (parsed.GetValue(StoreCommand.Json)) PriceJson.Write(versions, output);
            else PriceText.Write(versions, TimeProvider.System.GetUtcNow(), output);
            if (model is not null && !parsed.GetValue(StoreCommand.Json) && SeedCatalogue.Load().Find(model)?.Note is { } note) output.WriteLine($"note: {note}");
            return ExitCodes.Done;
        }, cancellation));
        return command;
    }

    private static Command Set()
    {
        var command = new Command("set", "Change figures of a model's price, from now on.") { Model, Figures, StoreCommand.Data, StoreCommand.Database };
        command.SetAction((parsed, cancellation) => StoreCommand.RunAsync(parsed, async (folder, output) =>
        {
            var now = TimeProvider.System.GetUtcNow();
            var (before, after) = await folder.Catalog.EditAsync<(ModelRow Before, ModelRow After)>(
                rows =>
                {
                    var row = Find(rows, parsed.GetValue(Model)!);
                    // What is in force may be a dated price: that one is changed, and no past date brings it back.
                    var current = row.PriceAt(now);
                    var next = row with
                    {
                        Price = PriceEdit.Apply(current, parsed.GetValue(Figures)!),
                        Prices = [.. row.Prices.Where(p => p.From > now)],
                        PriceFrom = PriceSource.Hand,
                    };
                    Refuse(rows with { Models = rows.Models.Replace(row, next) }, next);
                    return ([new RowChange(next, row)], (row with { Price = current }, next));
                },
                AuditNote.OfCommand("price.change"),
                cancellation);
            foreach (var difference in PriceImport.Compare(before.Price, after.Price!)) output.WriteLine(difference);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The price of {after.Id} holds from now on; requests that run keep theirs."));
            WarnOfFile(before, output);
            return ExitCodes.Done;
        }, cancellation));
        return command;
    }

    /// <summary>A file that states the price states it again at the next apply.</summary>
    public static void WarnOfFile(ModelRow before, TextWriter output)
    {
        if (before is { ManagedBy: ManagedBy.File, PriceFrom: null, Price: not null })
            output.WriteLine($"note: the configuration file states the price of {before.Id}; applying it again brings that back");
    }

    private static void Refuse(CatalogRows rows, ModelRow row)
    {
        var problems = CatalogRules.Check(new CatalogIndex(rows)).Where(p => !p.IsWarning && p.Subject == row.Key).Select(p => p.Message).ToList();
        if (problems.Count > 0) throw new CatalogRefusedException([.. problems]);
    }

    private static async Task<ModelRow> FindAsync(DataFolder folder, string name, CancellationToken cancellation) => Find(await folder.Catalog.LoadAsync(cancellation), name);

    private static ModelRow Find(CatalogRows rows, string name)
    {
        var models = new CatalogIndex(rows).ModelNames;
        return models.TryGetValue(name, out var model)
            ? model
            : throw new CatalogRefusedException([$"there is no model '{name}'{Nearest.Hint(name, models.Keys)}"]);
    }
}
