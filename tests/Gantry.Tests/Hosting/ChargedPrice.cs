using System.Numerics;
using Gantry.Billing.Pricing;
using Gantry.Catalog;
using Gantry.Protocols.Hub;
using Xunit;

namespace Gantry.Tests.Hosting;

/// <summary>Holds an amount that is shown against what the charging code takes for it.</summary>
internal static class ChargedPrice
{
    /// <summary>The charged text times a million units is what the engine takes for a million units of that line alone, rounded up.</summary>
    /// <param name="name">The dimension, as it is shown.</param>
    /// <param name="service">The class of service, as it is shown.</param>
    /// <param name="above">The bound of the prompt; 0 for none.</param>
    /// <param name="variant">Of pictures; null for all.</param>
    /// <param name="shown">The amount.</param>
    /// <param name="price">What is charged by.</param>
    public static void Is(string name, string service, long above, string? variant, string shown, PinnedPrice price)
    {
        var dimension = Enum.GetValues<PriceDimension>().Single(d => PriceUnits.Name(d) == name);
        var tier = EnumWords.Parse<ServiceTier>(service);
        var million = PriceUnits.Unit(dimension) == "1M tokens";
        // One unit more of the bucket, beside a prompt that lies in the right tier: the difference is the price of the units.
        var prompt = new Usage { UncachedInput = above == 0 ? 0 : above + 1 };
        var units = Prompt(dimension) ? 1_000 : 1_000_000;
        var with = PriceEngine.Explain(price, new BilledUsage(prompt + Of(dimension, units), tier, variant));
        var without = PriceEngine.Explain(price, new BilledUsage(prompt, tier));
        var numerator = (BigInteger)with.Numerator - (dimension == PriceDimension.Request ? BigInteger.Zero : (BigInteger)without.Numerator);
        var decimals = shown.Length - shown.IndexOf('.', StringComparison.Ordinal) - 1;
        // Dollars for a million (or one) times units, in nano-dollars times 10^12.
        var expected = BigInteger.Parse(shown.Replace(".", "", StringComparison.Ordinal)) * (dimension == PriceDimension.Request ? 1 : units) * BigInteger.Pow(10, (million ? 15 : 21) - decimals);
        Assert.True(expected == numerator, $"{name} {service} above {above} {variant}: {shown} is charged as {numerator}");
    }

    private static bool Prompt(PriceDimension dimension) => dimension is PriceDimension.Input or PriceDimension.CacheRead or PriceDimension.CacheWrite5m
        or PriceDimension.CacheWrite1h or PriceDimension.ImageInput or PriceDimension.AudioInput;

    private static Usage Of(PriceDimension dimension, long units) => dimension switch
    {
        PriceDimension.Input => new Usage { UncachedInput = units },
        PriceDimension.Output => new Usage { Output = units },
        PriceDimension.CacheRead => new Usage { CacheRead = units },
        PriceDimension.CacheWrite5m => new Usage { CacheWrite5m = units },
        PriceDimension.CacheWrite1h => new Usage { CacheWrite1h = units },
        PriceDimension.ImageInput => new Usage { ImageInput = units },
        PriceDimension.ImageOutput => new Usage { ImageOutput = units },
        PriceDimension.AudioInput => new Usage { AudioInput = units },
        PriceDimension.AudioOutput => new Usage { AudioOutput = units },
        PriceDimension.WebSearch => new Usage { WebSearches = units },
        PriceDimension.Image => new Usage { Images = units },
        PriceDimension.AudioSecond => new Usage { AudioSeconds = units },
        PriceDimension.Reasoning => new Usage { Output = units, Reasoning = units },
        _ => default,
    };
}
