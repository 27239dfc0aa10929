using System.Collections.Frozen;
using Gantry.Billing.Pricing;
using Gantry.Catalog;

namespace Gantry.Snapshot;

/// <summary>The price versions that hold at one moment.</summary>
internal sealed class PricesInForce
{
    private readonly FrozenDictionary<(string Book, string Model), PriceVersion> _prices;

    public PricesInForce(IReadOnlyCollection<PriceVersion> versions, DateTimeOffset now)
    {
        _prices = versions.GroupBy(v => (v.Book, v.Model))
            .Select(g => PriceFollow.InForce(g, now))
            .OfType<PriceVersion>().Where(v => !v.IsEnd)
            .ToFrozenDictionary(v => (v.Book, v.Model));
        Until = versions.Where(v => v.ValidFrom > now).Min(v => (DateTimeOffset?)v.ValidFrom);
    }

    /// <summary>When the next version begins; null where none is waiting.</summary>
    public DateTimeOffset? Until { get; }

    /// <summary>What clients pay for a model in a group: the group's own price, else the list price times its factor. Null: no price.</summary>
    public PinnedPrice? Charged(GroupRow group, string model)
    {
        var own = group.Prices.FirstOrDefault(p => p.Model == model);
        if (own?.Price is not null && _prices.GetValueOrDefault((PriceBook.OfGroup(group.Name), model)) is { } version)
            return new PinnedPrice(version, own.MultiplierPpm ?? 1_000_000);
        return _prices.GetValueOrDefault((PriceBook.List, model)) is { } list ? new PinnedPrice(list, own?.MultiplierPpm ?? group.MultiplierPpm) : null;
    }

    /// <summary>The list price of a model; null where it has none.</summary>
    public PinnedPrice? List(string model) => _prices.GetValueOrDefault((PriceBook.List, model)) is { } list ? new PinnedPrice(list, PinnedPrice.Par) : null;

    public PriceVersion? Cost(DeploymentRow deployment) => deployment.Cost is null
        ? null
        : _prices.GetValueOrDefault((PriceBook.OfCost(deployment.Group, deployment.Upstream, deployment.UpstreamModel), deployment.Model));
}
