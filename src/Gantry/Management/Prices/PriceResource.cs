using Gantry.Contracts.Manage.Prices;
using Gantry.Management.Http;

namespace Gantry.Management.Prices;

/// <summary>The list prices of all models. What changes them asks for a fresh proof.</summary>
internal sealed class PriceResource : IManageResource
{
    /// <summary>A list of <see cref="PriceImportDraft.MostBytes"/> in a text of JSON, every quote and end of line of it escaped.</summary>
    public const int ImportLimit = 2 * PriceImportDraft.MostBytes;

    public static readonly ManageRoute List = ManageRoute.Get("prices", "listPrices", ManageScopes.CatalogRead, "List models with the list price in force, those without a price first.");

    public static readonly ManageRoute Import =
        ManageRoute.Post("prices/import", "importPrices", ManageScopes.CatalogWrite, "price.import", "Compare a published price list with the models here, and write the prices of the models that are named; without any nothing is written.")
            with { StepUp = true, BodyLimit = ImportLimit };

    public static readonly ManageRoute Simulate =
        ManageRoute.Get("prices/simulation", "simulatePrices", ManageScopes.UsageRead, "Bill past requests once more at list prices times a factor: what they cost, and what they would have.");

    public string Name => "prices";

    public IEnumerable<ManageEndpoint> Endpoints =>
    [
        ManageEndpoint.Lists(List, call => call.Service<IPriceAdmin>().ListAsync(call.Caller, call.Page(), call.Stop), ManageFilter.Search("the id")),
        ManageEndpoint.Changes<PriceImportDraft, PriceImportView>(Import, (call, draft) => call.Service<IPriceAdmin>().ImportAsync(call.Caller, draft, call.Tag, call.Stop)),
        ManageEndpoint.Reads(
            Simulate,
            call => call.Service<IPriceSimulation>().RunAsync(
                call.Caller,
                new PriceSimulationDraft { Factor = call.Query("factor"), Models = call.Query("model") is { } model ? [model] : [], From = call.TimeQuery("from"), To = call.TimeQuery("to") },
                null,
                call.Stop),
            new ManageFilter("factor", "List prices times this, such as 1.1."),
            new ManageFilter("model", "Only this model has another price; else all have."),
            new ManageFilter("from", "The first hour; else 30 days before `to`."),
            new ManageFilter("to", "The first hour that no longer counts; else the next one.")),
    ];
}
