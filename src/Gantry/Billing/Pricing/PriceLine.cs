namespace Gantry.Billing.Pricing;

/// <summary>One price of a price version.</summary>
/// <param name="Dimension">What it is for.</param>
/// <param name="Price">Nano-USD per million units, so that one formula serves tokens and pieces alike.</param>
public sealed record PriceLine(PriceDimension Dimension, long Price)
{
    /// <summary>0 for the ordinary price; else the line holds for whole requests whose total prompt (cached parts included) passes this many tokens.</summary>
    public long TierTokens { get; init; }

    public TierBound Bound { get; init; }

    public ServiceTier Tier { get; init; }

    /// <summary>Quality and size of a picture, such as <c>high/1024x1024</c>; null for every one.</summary>
    public string? Variant { get; init; }
}
