namespace Gantry.Billing.Pricing;

/// <summary>The sum that no usage within a ceiling exceeds, in one long-context tier.</summary>
internal static class WorstCase
{
    /// <param name="version">The prices.</param>
    /// <param name="ceiling">What may be used.</param>
    /// <param name="bound">The bound of the tier; 0 for the ordinary prices.</param>
    /// <returns>Nano-USD times a million.</returns>
    public static Int128 Sum(PriceVersion version, in UsageCeiling ceiling, long bound)
    {
        var prompt = PriceEngine.Units(ceiling.PromptTokens);
        var asked = new PriceChoice(version, ceiling.Tier, ceiling.Variant, Math.Min(prompt, bound + 1));
        var standard = new PriceChoice(version, ServiceTier.Standard, ceiling.Variant, Math.Min(prompt, bound + 1));
        var output = PriceEngine.Units(ceiling.OutputTokens) * (Int128)Math.Max(1, ceiling.Choices);
        var images = PriceEngine.Units(ceiling.Images);
        var seconds = PriceEngine.Units(ceiling.AudioSeconds);
        return Int128.Max(
            prompt * (Int128)PromptPrice(asked, ceiling) + output * AnswerPrice(asked, ceiling) + Pieces(asked, images, seconds, ceiling.WebSearches),
            prompt * (Int128)PromptPrice(standard, ceiling) + output * AnswerPrice(standard, ceiling) + Pieces(standard, images, seconds, ceiling.WebSearches));
    }

    private static long PromptPrice(in PriceChoice choice, in UsageCeiling ceiling)
    {
        var price = Math.Max(Token(choice, PriceDimension.Input), choice.Find(PriceDimension.CacheRead)?.Price ?? 0);
        if (ceiling.CachesAtAll)
        {
            price = Math.Max(price, Token(choice, PriceDimension.CacheWrite5m));
        }

        if (ceiling.CachesForOneHour)
        {
            price = Math.Max(price, Token(choice, PriceDimension.CacheWrite1h));
        }

        if (ceiling.PictureInput)
        {
            price = Math.Max(price, Token(choice, PriceDimension.ImageInput));
        }

        return ceiling.AudioInput ? Math.Max(price, Token(choice, PriceDimension.AudioInput)) : price;
    }

    private static long AnswerPrice(in PriceChoice choice, in UsageCeiling ceiling)
    {
        var price = Math.Max(Token(choice, PriceDimension.Output), choice.Find(PriceDimension.Reasoning)?.Price ?? 0);
        if (ceiling.PictureOutput)
        {
            price = Math.Max(price, Token(choice, PriceDimension.ImageOutput));
        }

        return ceiling.AudioOutput ? Math.Max(price, Token(choice, PriceDimension.AudioOutput)) : price;
    }

    private static Int128 Pieces(in PriceChoice choice, long images, long seconds, long searches)
    {
        var image = choice.Find(PriceDimension.Image)?.Price ?? (Int128)PriceSubstitutes.TokensPerImage * Token(choice, PriceDimension.ImageOutput);
        var second = choice.Find(PriceDimension.AudioSecond)?.Price ?? (Int128)PriceSubstitutes.TokensPerSecond * Token(choice, PriceDimension.AudioInput);
        var search = choice.Find(PriceDimension.WebSearch)?.Price ?? PriceSubstitutes.WebSearch;
        var sum = images * image + seconds * second + PriceEngine.Units(searches) * (Int128)search + (choice.Find(PriceDimension.Request)?.Price ?? 0);
        return choice.Substitute(PriceDimension.Input) is null ? sum + (choice.Dearest(PriceSubstitutes.Pieces)?.Price ?? 0) : sum;
    }

    private static long Token(in PriceChoice choice, PriceDimension dimension) => (choice.Find(dimension) ?? choice.Substitute(dimension))?.Price ?? 0;
}
