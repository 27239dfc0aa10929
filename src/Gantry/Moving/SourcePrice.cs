using Gantry.Billing.Pricing;

namespace Gantry.Moving;

/// <summary>What the source charges for one dimension by its own rules, all its factors included.</summary>
/// <param name="Dimension">What for.</param>
/// <param name="Usd">USD for a million tokens, or for a piece.</param>
internal sealed record SourcePrice(PriceDimension Dimension, decimal Usd)
{
    public ServiceTier Tier { get; init; }

    /// <summary>For requests whose whole prompt has this many tokens; 0 for ordinary ones.</summary>
    public long Prompt { get; init; }
}
