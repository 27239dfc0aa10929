using System.Collections.Immutable;
using Gantry.Protocols.Hub;

namespace Gantry.Billing.Pricing;

/// <summary>From what was used to what it costs. The rules are those of <c>docs/guide/prices.md</c>; there is no other place that multiplies.</summary>
/// <remarks>
/// All of it is integers: units times nano-USD per million units, summed over the buckets, times the multiplier in parts per million, divided
/// by 10^12 and rounded up once. A cost is never below the exact one and less than one nano-dollar above it (reliability L-11). What does not
/// fit into an amount is the largest amount: no hold covers it.
/// </remarks>
public static class PriceEngine
{
    private const long Scale = 1_000_000_000_000;

    /// <summary>The most units that one bucket can hold; more is nobody's usage.</summary>
    private const long MostUnits = 1_000_000_000_000;

    /// <summary>The exact cost.</summary>
    public static Money Cost(PinnedPrice price, in BilledUsage usage) => price.IsFree ? Money.Zero : Round(Sum(price.Version, usage, null), price.MultiplierPpm).Cost;

    /// <summary>The cost as <see cref="Cost"/> computes it, and how it comes about.</summary>
    public static Bill Explain(PinnedPrice price, in BilledUsage usage)
    {
        var lines = ImmutableArray.CreateBuilder<BillLine>();
        var sum = Sum(price.Version, usage, lines);
        var (numerator, cost) = price.IsFree ? (Int128.Zero, Money.Zero) : Round(sum, price.MultiplierPpm);
        var prompt = Units(usage.Usage.TotalInput);
        var tier = new PriceChoice(price.Version, usage.Tier, usage.Variant, prompt).LongTier();
        return new Bill
        {
            PriceVersion = price.Version.Id,
            Lines = lines.ToImmutable(),
            TotalPrompt = prompt,
            TierTokens = tier?.TierTokens ?? 0,
            Bound = tier?.Bound ?? TierBound.GreaterThan,
            Tier = usage.Tier,
            MultiplierPpm = price.MultiplierPpm,
            Numerator = numerator,
            Cost = cost,
            Free = price.IsFree,
        };
    }

    /// <summary>
    /// No usage within the ceiling costs more: every token of the prompt at the dearest price that it can come to, ordinary and long-context,
    /// in the class of service that is asked for and in the standard one.
    /// </summary>
    public static Money Worst(PinnedPrice price, in UsageCeiling ceiling)
    {
        if (price.IsFree)
        {
            return Money.Zero;
        }

        var prompt = Units(ceiling.PromptTokens);
        var worst = Int128.Zero;
        foreach (var line in price.Version.Lines)
        {
            // A shorter prompt may be the dearer one: every bound up to the longest prompt is tried.
            if (line.TierTokens <= prompt)
            {
                worst = Int128.Max(worst, WorstCase.Sum(price.Version, ceiling, line.TierTokens));
            }
        }

        return Round(worst, price.MultiplierPpm).Cost;
    }

    internal static long Units(long count) => Math.Clamp(count, 0, MostUnits);

    private static Int128 Sum(PriceVersion version, in BilledUsage counted, ImmutableArray<BillLine>.Builder? lines)
    {
        var usage = counted.Usage;
        var choice = new PriceChoice(version, counted.Tier, counted.Variant, Units(usage.TotalInput));
        var apart = usage.Reasoning > 0 && choice.ReasoningApart;
        var tokens = usage.TotalInput > 0 || usage.TotalOutput > 0;
        var sum = Int128.Zero;
        var billed = false;
        for (var dimension = PriceDimension.Input; dimension <= PriceDimension.WebSearch; dimension++)
        {
            var units = Units(Count(usage, dimension, apart));
            if (units == 0 || PriceOf(choice, dimension, usage, tokens) is not { } priced)
            {
                continue;
            }

            var line = new BillLine(dimension, units * priced.Times, priced.Price, priced.As) { Substituted = priced.Substituted };
            sum += line.Amount;
            lines?.Add(line);
            billed = true;
        }

        // A model that is priced by pieces of which none was counted: one piece.
        if (!billed && (tokens || usage.Images > 0 || usage.AudioSeconds > 0) && choice.Dearest(PriceSubstitutes.Pieces) is { } piece)
        {
            var line = new BillLine(usage.TotalOutput > 0 ? PriceDimension.Output : PriceDimension.Input, 1, piece.Price, piece.Dimension) { Substituted = true };
            sum += line.Amount;
            lines?.Add(line);
        }

        return sum;
    }

    private static long Count(in Usage usage, PriceDimension dimension, bool apart) => dimension switch
    {
        PriceDimension.Input => usage.UncachedInput,
        PriceDimension.Output => apart ? usage.Output - usage.Reasoning : usage.Output,
        PriceDimension.CacheRead => usage.CacheRead,
        PriceDimension.CacheWrite5m => usage.CacheWrite5m,
        PriceDimension.CacheWrite1h => usage.CacheWrite1h,
        PriceDimension.Reasoning => apart ? Math.Min(usage.Reasoning, usage.Output) : 0,
        PriceDimension.ImageInput => usage.ImageInput,
        PriceDimension.ImageOutput => usage.ImageOutput,
        PriceDimension.AudioInput => usage.AudioInput,
        PriceDimension.AudioOutput => usage.AudioOutput,
        PriceDimension.AudioSecond => usage.AudioSeconds,
        PriceDimension.Image => usage.Images,
        PriceDimension.Request => 1,
        PriceDimension.WebSearch => usage.WebSearches,
        _ => 0,
    };

    /// <summary>Null where the bucket is covered by others: pictures that were billed by their tokens, tokens of a model priced by the request.</summary>
    private static (long Price, PriceDimension As, bool Substituted, long Times)? PriceOf(in PriceChoice choice, PriceDimension dimension, in Usage usage, bool tokens)
    {
        var own = choice.Find(dimension);
        switch (dimension)
        {
            case PriceDimension.Request:
                return Own(own);
            case PriceDimension.WebSearch:
                return Own(own) ?? (PriceSubstitutes.WebSearch, dimension, true, 1);
            case PriceDimension.Image when own is null:
                return tokens ? null : Stand(choice, PriceDimension.ImageOutput, PriceSubstitutes.TokensPerImage);
            case PriceDimension.Image:
                return usage.ImageOutput > 0 && choice.Find(PriceDimension.ImageOutput) is not null ? null : Own(own);
            case PriceDimension.AudioSecond when own is null:
                return tokens ? null : Stand(choice, PriceDimension.AudioInput, PriceSubstitutes.TokensPerSecond);
            case PriceDimension.AudioSecond:
                return usage.AudioInput > 0 && choice.Find(PriceDimension.AudioInput) is not null ? null : Own(own);
            default:
                return Own(own) ?? Stand(choice, dimension, 1);
        }
    }

    private static (long Price, PriceDimension As, bool Substituted, long Times)? Own(PriceLine? line) =>
        line is null ? null : (line.Price, line.Dimension, false, 1);

    /// <summary>A dimension of tokens, by its own price or by its substitute; null where the model is priced by the piece alone.</summary>
    private static (long Price, PriceDimension As, bool Substituted, long Times)? Stand(in PriceChoice choice, PriceDimension dimension, long times) =>
        (times > 1 ? choice.Find(dimension) : null) is { } own ? (own.Price, own.Dimension, true, times)
        : choice.Substitute(dimension) is { } other ? (other.Price, other.Dimension, true, times)
        : null;

    private static (Int128 Numerator, Money Cost) Round(Int128 sum, long multiplierPpm)
    {
        if (multiplierPpm <= 0 || sum > Int128.MaxValue / multiplierPpm - Scale)
        {
            return multiplierPpm <= 0 ? (Int128.Zero, Money.Zero) : (Int128.MaxValue, new Money(long.MaxValue));
        }

        var numerator = sum * multiplierPpm;
        var nanos = (numerator + Scale - 1) / Scale;
        return (numerator, new Money(nanos > long.MaxValue ? long.MaxValue : (long)nanos));
    }
}
