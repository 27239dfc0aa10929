using System.Collections.Immutable;
using Gantry.Billing.Pricing;

namespace Gantry.Catalog;

/// <summary>Makes the lines of a price version from a price as people write it.</summary>
/// <remarks>
/// A long-context tier or a class of service seldom names everything. What it leaves out follows what it says: the parts of the prompt change as
/// its input price does, those of the answer as its output price does, rounded up; a class of service without a long-context tier of its own has
/// the standard one in that proportion. So the vendors do it, and so no part of a long prompt is left at the ordinary price. What is filled in
/// stands in the version like the rest, for everybody to see.
/// </remarks>
internal static class PriceLines
{
    public static ImmutableArray<PriceLine> Of(ModelPrice price)
    {
        if (price.Free) return [];
        var lines = ImmutableArray.CreateBuilder<PriceLine>();
        var standard = Tokens(price);
        Add(lines, standard, ServiceTier.Standard, null);
        var standardLong = price.LongContext is { } far ? Filled(Tokens(far), standard) : [];
        Add(lines, standardLong, ServiceTier.Standard, price.LongContext);
        foreach (var (tier, own) in price.Tiers?.All ?? [])
        {
            var near = Filled(Tokens(own), standard);
            Add(lines, near, tier, null);
            if (own.LongContext is { } ownLong) Add(lines, Filled(Tokens(ownLong), near), tier, ownLong);
            else if (price.LongContext is not null) Add(lines, Scaled(standardLong, near, standard), tier, price.LongContext);
        }

        AddPieces(lines, price);
        return lines.ToImmutable();
    }

    private static void AddPieces(ImmutableArray<PriceLine>.Builder lines, ModelPrice price)
    {
        (PriceDimension Dimension, long? Price)[] pieces =
        [
            (PriceDimension.AudioSecond, price.AudioSecond), (PriceDimension.Image, price.Image), (PriceDimension.Request, price.Request),
            (PriceDimension.WebSearch, price.WebSearch),
        ];
        foreach (var (dimension, value) in pieces)
        {
            if (value is { } nanos) lines.Add(new PriceLine(dimension, nanos));
        }

        foreach (var (variant, nanos) in price.ImageVariants ?? []) lines.Add(new PriceLine(PriceDimension.Image, nanos) { Variant = variant });
    }

    private static Dictionary<PriceDimension, long> Tokens(TokenPrices prices) =>
        prices.TokenLines.Where(l => l.Price is not null).ToDictionary(l => l.Dimension, l => l.Price!.Value);

    private static void Add(ImmutableArray<PriceLine>.Builder lines, Dictionary<PriceDimension, long> prices, ServiceTier tier, LongContextPrice? far)
    {
        foreach (var (dimension, price) in prices.OrderBy(p => p.Key))
            lines.Add(new PriceLine(dimension, price) { Tier = tier, TierTokens = far?.Above ?? 0, Bound = far?.TierBound ?? TierBound.GreaterThan });
    }

    // What `own` does not say, as `ordinary` has it, in the proportion of the base prices.
    private static Dictionary<PriceDimension, long> Filled(Dictionary<PriceDimension, long> own, Dictionary<PriceDimension, long> ordinary)
    {
        foreach (var (dimension, price) in Scaled(ordinary, own, ordinary)) own.TryAdd(dimension, price);
        return own;
    }

    private static Dictionary<PriceDimension, long> Scaled(
        Dictionary<PriceDimension, long> prices, Dictionary<PriceDimension, long> to, Dictionary<PriceDimension, long> from)
    {
        var scaled = new Dictionary<PriceDimension, long>();
        foreach (var (dimension, price) in prices)
        {
            if (to.TryGetValue(BaseOf(dimension), out var numerator) && from.TryGetValue(BaseOf(dimension), out var denominator) && denominator > 0)
                scaled[dimension] = (long)(((Int128)price * numerator + denominator - 1) / denominator);
        }

        return scaled;
    }

    private static PriceDimension BaseOf(PriceDimension dimension) =>
        dimension is PriceDimension.Output or PriceDimension.Reasoning or PriceDimension.ImageOutput or PriceDimension.AudioOutput
            ? PriceDimension.Output
            : PriceDimension.Input;
}
