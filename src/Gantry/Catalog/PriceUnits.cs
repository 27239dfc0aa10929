using Gantry.Billing.Pricing;

namespace Gantry.Catalog;

/// <summary>How prices are shown: USD for a million tokens, USD for a piece, under the names of the declarative file.</summary>
internal static class PriceUnits
{
    /// <summary>Exactly, with as few decimals as that takes.</summary>
    public static string Dollars(PriceLine line) => DecimalText.Format(line.Price, Decimals(line.Dimension), 2);

    /// <summary>As <see cref="Dollars(PriceLine)"/>, times a factor in parts per million.</summary>
    public static string Dollars(PriceLine line, long multiplierPpm) =>
        DecimalText.Format((Int128)line.Price * multiplierPpm, Decimals(line.Dimension) + DecimalText.Ppm, 2);

    public static string Unit(PriceDimension dimension) => dimension switch
    {
        PriceDimension.Request => "request",
        PriceDimension.Image => "image",
        PriceDimension.AudioSecond => "second",
        PriceDimension.WebSearch => "search",
        _ => "1M tokens",
    };

    public static string Name(PriceDimension dimension) => dimension switch
    {
        PriceDimension.CacheWrite5m => "cache_write_5m",
        PriceDimension.CacheWrite1h => "cache_write_1h",
        _ => EnumWords.Of(dimension),
    };

    private static int Decimals(PriceDimension dimension) =>
        dimension is PriceDimension.Request or PriceDimension.Image or PriceDimension.AudioSecond or PriceDimension.WebSearch
            ? DecimalText.Nano + 6
            : DecimalText.Nano;
}
