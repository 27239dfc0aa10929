using System.Collections.Immutable;

namespace Gantry.Billing.Pricing;

/// <summary>How dear one price is beside another, whatever is used.</summary>
public static class PriceRatio
{
    /// <summary>It costs something where the other costs nothing.</summary>
    public const long Unbounded = long.MaxValue;

    private static readonly ImmutableArray<PriceDimension> Dimensions = [.. Enum.GetValues<PriceDimension>()];
    private static readonly ImmutableArray<ServiceTier> Tiers = [.. Enum.GetValues<ServiceTier>()];

    /// <summary>
    /// The greatest ratio of any price of <paramref name="price"/> to the same price of <paramref name="reference"/>, line by line, in each class of
    /// service and on both sides of every bound of the prompt; a line that one of them lacks is what <see cref="PriceEngine"/> would bill for it.
    /// Web searches without a price in either count by the multipliers alone, and only where they make them dearer.
    /// </summary>
    /// <returns>Parts per million, rounded up; or <see cref="Unbounded"/>.</returns>
    public static long Of(PinnedPrice price, PinnedPrice reference)
    {
        if (price.IsFree) return 0;
        if (reference.IsFree) return Unbounded;
        if (ReferenceEquals(price.Version, reference.Version)) return Ratio(price.MultiplierPpm, reference.MultiplierPpm);
        var worst = 0L;
        foreach (var prompt in Prompts(price.Version, reference.Version))
        {
            foreach (var tier in Tiers)
            {
                foreach (var variant in Variants(price.Version, reference.Version))
                {
                    var own = new PriceChoice(price.Version, tier, variant, prompt);
                    var other = new PriceChoice(reference.Version, tier, variant, prompt);
                    foreach (var dimension in Dimensions)
                    {
                        var charged = Billed(own, dimension);
                        if (charged == 0 || (dimension == PriceDimension.WebSearch && IsCommon(own, other) && price.MultiplierPpm <= reference.MultiplierPpm)) continue;
                        var listed = Billed(other, dimension);
                        if (listed == 0) return Unbounded;
                        worst = Math.Max(worst, Ratio(charged * price.MultiplierPpm, listed * reference.MultiplierPpm));
                    }
                }
            }
        }

        return worst;
    }

    private static bool IsCommon(in PriceChoice own, in PriceChoice other) => own.Find(PriceDimension.WebSearch) is null && other.Find(PriceDimension.WebSearch) is null;

    // What a unit costs; 0 where nothing is billed for it.
    private static Int128 Billed(in PriceChoice choice, PriceDimension dimension) => dimension switch
    {
        PriceDimension.Request => choice.Find(dimension)?.Price ?? 0,
        PriceDimension.WebSearch => choice.Find(dimension)?.Price ?? PriceSubstitutes.WebSearch,
        PriceDimension.Image => choice.Find(dimension)?.Price ?? (Int128)Token(choice, PriceDimension.ImageOutput) * PriceSubstitutes.TokensPerImage,
        PriceDimension.AudioSecond => choice.Find(dimension)?.Price ?? (Int128)Token(choice, PriceDimension.AudioInput) * PriceSubstitutes.TokensPerSecond,
        PriceDimension.Reasoning when !choice.ReasoningApart => Token(choice, PriceDimension.Output),
        _ => Token(choice, dimension),
    };

    private static long Token(in PriceChoice choice, PriceDimension dimension) => (choice.Find(dimension) ?? choice.Substitute(dimension))?.Price ?? 0;

    private static IEnumerable<long> Prompts(PriceVersion one, PriceVersion other) =>
        one.Lines.Concat(other.Lines).SelectMany(line => (long[])[line.TierTokens, line.TierTokens + 1]).Append(0).Distinct();

    private static IEnumerable<string?> Variants(PriceVersion one, PriceVersion other) => one.Lines.Concat(other.Lines).Select(line => line.Variant).Append(null).Distinct();

    private static long Ratio(Int128 charged, Int128 listed)
    {
        var ppm = (charged * PinnedPrice.Par + listed - 1) / listed;
        return ppm >= Unbounded ? Unbounded : (long)ppm;
    }
}
