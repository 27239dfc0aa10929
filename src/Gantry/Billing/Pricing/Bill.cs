using System.Collections.Immutable;

namespace Gantry.Billing.Pricing;

/// <summary>How a cost comes about, with all that is needed to compute it again by hand.</summary>
/// <remarks>Cost = <see cref="Numerator"/> / 10^12, rounded up; the numerator is the sum of the lines' amounts times the multiplier.</remarks>
public sealed record Bill
{
    /// <summary>The id of the price version.</summary>
    public required string PriceVersion { get; init; }

    public required ImmutableArray<BillLine> Lines { get; init; }

    /// <summary>The whole prompt in tokens, cached parts included: what the long-context tier is chosen by.</summary>
    public required long TotalPrompt { get; init; }

    /// <summary>The bound that the prompt has passed; 0 where the ordinary prices hold.</summary>
    public long TierTokens { get; init; }

    public TierBound Bound { get; init; }

    /// <summary>The class of service that was billed.</summary>
    public ServiceTier Tier { get; init; }

    public required long MultiplierPpm { get; init; }

    /// <summary>The exact cost in nano-USD times 10^12.</summary>
    public required Int128 Numerator { get; init; }

    public required Money Cost { get; init; }

    /// <summary>Costs nothing, on purpose.</summary>
    public bool Free { get; init; }

    /// <summary>Buckets that have no price and were billed at that of another one: somebody should set their price.</summary>
    public ImmutableArray<PriceDimension> Substituted => [.. Lines.Where(l => l.Substituted).Select(l => l.Dimension)];
}
