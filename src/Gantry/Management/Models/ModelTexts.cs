using Gantry.Billing.Pricing;
using Gantry.Catalog;
using Gantry.Contracts.Manage.Models;
using Gantry.Management.Rows;

namespace Gantry.Management.Models;

/// <summary>A model in the words of the API.</summary>
internal static class ModelTexts
{
    public static ModelTerms Terms(ModelRow row) => Fill(row, new ModelTerms());

    public static ModelView View(ModelRow row) => Fill(row, new ModelView
    {
        Id = row.Id,
        CreatedAt = row.CreatedAt,
        Price = PriceTexts.Of(row.Price),
        Prices = Prices(row).Prices,
        PriceFrom = row.PriceFrom,
        ManagedBy = EnumWords.Of(row.ManagedBy),
    });

    public static ModelPrices Prices(ModelRow row) => new()
    {
        Price = PriceTexts.Of(row.Price),
        Prices = [.. row.Prices.Select(p => new DatedPriceTerms { From = p.From, Price = PriceTexts.Of(p.Price)! })],
    };

    public static PriceVersionView Version(PriceVersion version) => new()
    {
        Id = version.Id,
        Book = version.Book,
        Model = version.Model,
        ValidFrom = version.ValidFrom,
        Source = version.Source,
        Free = version.Free,
        Ends = version.IsEnd,
        Lines =
        [
            .. version.Lines.Select(l => new PriceVersionLine(
                PriceUnits.Name(l.Dimension), l.Price, PriceUnits.Dollars(l), PriceUnits.Unit(l.Dimension), EnumWords.Of(l.Tier), l.TierTokens, l.Variant)),
        ],
    };

    private static T Fill<T>(ModelRow row, T terms)
        where T : ModelTerms => terms with
        {
            Aliases = row.Aliases,
            DisplayName = row.DisplayName,
            OwnedBy = row.OwnedBy,
            Kind = EnumWords.Of(row.Kind),
            ContextWindow = row.ContextWindow,
            MaxOutputTokens = row.MaxOutputTokens,
            SupportsImages = row.SupportsImages,
            SupportsReasoning = row.SupportsReasoning,
            Rules = RowTexts.Rules(row.Rules),
        };
}
