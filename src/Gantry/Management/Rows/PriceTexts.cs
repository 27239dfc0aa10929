using Gantry.Catalog;
using Gantry.Contracts.Manage;

namespace Gantry.Management.Rows;

/// <summary>A price in the words of the API.</summary>
internal static class PriceTexts
{
    public static PriceTerms? Of(ModelPrice? price) => price is null ? null : Fill(price, new PriceTerms()) with
    {
        Free = price.Free,
        Request = Piece(price.Request),
        Image = Piece(price.Image),
        ImageVariants = price.ImageVariants?.ToDictionary(v => v.Key, v => Piece(v.Value)!),
        AudioSecond = Piece(price.AudioSecond),
        WebSearch = Piece(price.WebSearch),
        LongContext = LongContext(price.LongContext),
        Tiers = price.Tiers is { } tiers ? new TiersTerms { Flex = Tier(tiers.Flex), Priority = Tier(tiers.Priority), Batch = Tier(tiers.Batch) } : null,
    };

    private static LongContextTerms? LongContext(LongContextPrice? price) => price is null ? null : Fill(price, new LongContextTerms()) with { Above = price.Above, Bound = price.Bound };

    private static TierTerms? Tier(TierPrice? price) => price is null ? null : Fill(price, new TierTerms()) with { LongContext = LongContext(price.LongContext) };

    private static T Fill<T>(TokenPrices price, T terms)
        where T : TokenPriceTerms => terms with
        {
            Input = Tokens(price.Input),
            Output = Tokens(price.Output),
            CacheRead = Tokens(price.CacheRead),
            CacheWrite5m = Tokens(price.CacheWrite5m),
            CacheWrite1h = Tokens(price.CacheWrite1h),
            Reasoning = Tokens(price.Reasoning),
            ImageInput = Tokens(price.ImageInput),
            ImageOutput = Tokens(price.ImageOutput),
            AudioInput = Tokens(price.AudioInput),
            AudioOutput = Tokens(price.AudioOutput),
        };

    private static string? Tokens(long? nanos) => nanos is { } price ? RowTexts.Dollars(price) : null;

    private static string? Piece(long? nanos) => nanos is { } price ? RowTexts.Dollars(price / ModelPrice.PiecesPerUnit) : null;
}
