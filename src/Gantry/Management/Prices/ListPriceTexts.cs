using Gantry.Billing.Pricing;
using Gantry.Catalog;
using Gantry.Contracts.Manage.Prices;

namespace Gantry.Management.Prices;

/// <summary>The list price of a model in the words of the API.</summary>
internal static class ListPriceTexts
{
    private static readonly PriceDimension[] Named = [PriceDimension.Input, PriceDimension.Output, PriceDimension.CacheRead, PriceDimension.CacheWrite5m, PriceDimension.CacheWrite1h];

    /// <param name="row">The model.</param>
    /// <param name="versions">Its list prices in force and to come.</param>
    /// <param name="now">The present moment.</param>
    public static ListPriceView View(ModelRow row, IEnumerable<PriceVersion> versions, DateTimeOffset now)
    {
        var all = versions.ToList();
        var view = new ListPriceView { Model = row.Id, DisplayName = row.DisplayName ?? row.Id, OwnedBy = row.OwnedBy, ManagedBy = EnumWords.Of(row.ManagedBy), Next = Planned(all.Where(v => v.ValidFrom > now).MinBy(v => v.ValidFrom)) };
        return PriceFollow.InForce(all, now) is not { IsEnd: false } price ? view : view with
        {
            PriceVersion = price.Id,
            ValidFrom = price.ValidFrom,
            Source = price.Source,
            Free = price.Free,
            Input = Of(price, PriceDimension.Input),
            Output = Of(price, PriceDimension.Output),
            CacheRead = Of(price, PriceDimension.CacheRead),
            CacheWrite5m = Of(price, PriceDimension.CacheWrite5m),
            CacheWrite1h = Of(price, PriceDimension.CacheWrite1h),
            Others = price.Lines.Count(l => !IsPlain(l) || !Named.Contains(l.Dimension)),
        };
    }

    private static PlannedPriceView? Planned(PriceVersion? version) => version is null ? null : new PlannedPriceView
    {
        ValidFrom = version.ValidFrom,
        Free = version.Free,
        Ends = version.IsEnd,
        Input = Of(version, PriceDimension.Input),
        Output = Of(version, PriceDimension.Output),
    };

    private static string? Of(PriceVersion version, PriceDimension dimension) => version.Lines.FirstOrDefault(l => l.Dimension == dimension && IsPlain(l)) is { } line ? PriceUnits.Dollars(line) : null;

    // Of everybody, for prompts of every length.
    private static bool IsPlain(PriceLine line) => line is { Tier: ServiceTier.Standard, TierTokens: 0, Variant: null };
}
