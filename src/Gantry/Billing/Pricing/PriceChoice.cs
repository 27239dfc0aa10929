using System.Collections.Immutable;

namespace Gantry.Billing.Pricing;

/// <summary>Which line of a version a bucket is billed by.</summary>
/// <param name="version">The prices.</param>
/// <param name="tier">The class of service of the answer.</param>
/// <param name="variant">Quality and size of pictures.</param>
/// <param name="prompt">The whole prompt in tokens, cached parts included: it alone chooses the long-context tier, for the whole request.</param>
internal readonly ref struct PriceChoice(PriceVersion version, ServiceTier tier, string? variant, long prompt)
{
    private readonly ImmutableArray<PriceLine> _lines = version.Lines;

    /// <summary>The price of a dimension, or null where the version has none for it, in whatever tier.</summary>
    /// <remarks>
    /// A class of service without a line for it is billed as standard. Where the long-context tier is known for standard alone, the dearer
    /// of the two counts: a prompt that is long never costs less for what nobody wrote down.
    /// </remarks>
    public PriceLine? Find(PriceDimension dimension)
    {
        var standard = Best(dimension, ServiceTier.Standard);
        if (tier == ServiceTier.Standard)
        {
            return standard;
        }

        var own = Best(dimension, tier);
        return own is null || (standard is not null && standard.TierTokens > own.TierTokens && standard.Price > own.Price) ? standard : own;
    }

    /// <summary>Reasoning is billed apart only where the class of service, or all of the model, has a price for it.</summary>
    public bool ReasoningApart =>
        Best(PriceDimension.Reasoning, tier) is not null
        || (tier != ServiceTier.Standard && Best(PriceDimension.Reasoning, ServiceTier.Standard) is not null && Best(PriceDimension.Output, tier) is null);

    /// <summary>The price that stands in for a dimension of tokens without one; null where no token has a price.</summary>
    public PriceLine? Substitute(PriceDimension dimension)
    {
        PriceLine? chosen = null;
        foreach (var dearer in PriceSubstitutes.For(dimension))
        {
            if (chosen is null && Find(dearer) is { } line)
            {
                chosen = line;
            }
        }

        return Dearest(chosen is null ? PriceSubstitutes.Tokens : PriceSubstitutes.Floor(dimension), chosen);
    }

    /// <summary>The dearest line of some dimensions, if it is dearer than <paramref name="than"/>.</summary>
    public PriceLine? Dearest(ReadOnlySpan<PriceDimension> dimensions, PriceLine? than = null)
    {
        foreach (var dimension in dimensions)
        {
            if (Find(dimension) is { } line && (than is null || line.Price > than.Price))
            {
                than = line;
            }
        }

        return than;
    }

    /// <summary>The highest bound that the prompt has passed, among the lines of this class of service or standard.</summary>
    public PriceLine? LongTier()
    {
        PriceLine? highest = null;
        foreach (var line in _lines)
        {
            if (line.TierTokens > (highest?.TierTokens ?? 0) && (line.Tier == tier || line.Tier == ServiceTier.Standard) && Passed(line))
            {
                highest = line;
            }
        }

        return highest;
    }

    /// <summary>The line of the highest bound that is passed; of those the one for the variant, else the one for all, else the dearest.</summary>
    private PriceLine? Best(PriceDimension dimension, ServiceTier service)
    {
        PriceLine? best = null;
        foreach (var line in _lines)
        {
            if (line.Dimension == dimension && line.Tier == service && Passed(line) && (best is null || Better(line, best)))
            {
                best = line;
            }
        }

        return best;
    }

    private bool Better(PriceLine line, PriceLine than)
    {
        if (line.TierTokens != than.TierTokens)
        {
            return line.TierTokens > than.TierTokens;
        }

        var (fit, thanFit) = (Fit(line), Fit(than));
        return fit != thanFit ? fit > thanFit : line.Price > than.Price;
    }

    private int Fit(PriceLine line) => line.Variant is null ? 1 : string.Equals(line.Variant, variant, StringComparison.OrdinalIgnoreCase) ? 2 : 0;

    private bool Passed(PriceLine line) => line.TierTokens == 0 || prompt > line.TierTokens || (prompt == line.TierTokens && line.Bound == TierBound.AtLeast);
}
