using System.Collections.Frozen;
using Gantry.Billing.Pricing;
using Gantry.Catalog;

namespace Gantry.Snapshot;

/// <summary>What prices of groups are measured by: a model's list price; where it has none, what the group takes that has the lowest.</summary>
internal sealed class ReferencePrices
{
    private readonly FrozenDictionary<string, PinnedPrice> _prices;

    public ReferencePrices(CatalogRows rows, PricesInForce prices)
    {
        var groups = rows.Groups.ToDictionary(g => g.Name);
        _prices = rows.Models
            .Select(model => (model.Id, Price: prices.List(model.Id) ?? Lowest(rows.Deployments.Where(d => d.Model == model.Id)
                .Select(d => groups.TryGetValue(d.Group, out var group) ? prices.Charged(group, model.Id) : null).OfType<PinnedPrice>())))
            .Where(found => found.Price is not null)
            .ToFrozenDictionary(found => found.Id, found => found.Price!);
    }

    /// <summary>As <see cref="PriceRatio.Of"/>; par for what has no price.</summary>
    public long FactorOf(PinnedPrice? price, string model) =>
        price is null || !_prices.TryGetValue(model, out var reference) ? PinnedPrice.Par : PriceRatio.Of(price, reference);

    // The one beside which all others are dearest.
    private static PinnedPrice? Lowest(IEnumerable<PinnedPrice> prices) =>
        prices.Distinct().Aggregate((PinnedPrice?)null, (lowest, price) => lowest is null || PriceRatio.Of(price, lowest) < PinnedPrice.Par ? price : lowest);
}
