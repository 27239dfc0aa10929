using System.Text.Json.Serialization;
using Gantry.Billing.Pricing;

namespace Gantry.Catalog;

/// <summary>Prices by class of service; null where one is billed as standard.</summary>
internal sealed record TierPrices
{
    public TierPrice? Flex { get; init; }

    public TierPrice? Priority { get; init; }

    public TierPrice? Batch { get; init; }

    /// <summary>Those that are there.</summary>
    [JsonIgnore]
    public IEnumerable<(ServiceTier Tier, TierPrice Price)> All =>
        from entry in new[] { (ServiceTier.Flex, Flex), (ServiceTier.Priority, Priority), (ServiceTier.Batch, Batch) }
        where entry.Item2 is not null
        select (entry.Item1, entry.Item2!);
}
