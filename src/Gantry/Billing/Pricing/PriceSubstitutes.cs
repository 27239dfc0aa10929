namespace Gantry.Billing.Pricing;

/// <summary>What stands in for a bucket that has no price: the nearest dimension that is dearer at every vendor, and never nothing.</summary>
internal static class PriceSubstitutes
{
    /// <summary>Prompt tokens that a second of audio is taken for: the most that any vendor counts (Google: 32; OpenAI: 10).</summary>
    public const long TokensPerSecond = 32;

    /// <summary>Answer tokens that a picture is taken for: the most that is published for one (OpenAI, high quality, 1024x1536).</summary>
    public const long TokensPerImage = 6_240;

    /// <summary>A web search where the model has no price for it: the dearest that is published (Google: $35 for 1,000), in nano-USD per million.</summary>
    public const long WebSearch = 35_000_000_000_000;

    /// <summary>Dearer dimensions, nearest first.</summary>
    public static ReadOnlySpan<PriceDimension> For(PriceDimension dimension) => dimension switch
    {
        PriceDimension.CacheRead => [PriceDimension.Input, PriceDimension.CacheWrite5m, PriceDimension.CacheWrite1h, PriceDimension.Output],
        PriceDimension.Input => [PriceDimension.CacheWrite5m, PriceDimension.CacheWrite1h, PriceDimension.Output],
        PriceDimension.CacheWrite5m => [PriceDimension.CacheWrite1h, PriceDimension.Output],
        PriceDimension.CacheWrite1h => [PriceDimension.Output],
        PriceDimension.ImageInput => [PriceDimension.AudioInput, PriceDimension.ImageOutput, PriceDimension.Output, PriceDimension.AudioOutput],
        PriceDimension.AudioInput => [PriceDimension.AudioOutput, PriceDimension.Output, PriceDimension.ImageOutput],
        PriceDimension.Output => [PriceDimension.Reasoning, PriceDimension.ImageOutput, PriceDimension.AudioOutput],
        PriceDimension.ImageOutput => [PriceDimension.AudioOutput],
        PriceDimension.AudioOutput => [PriceDimension.ImageOutput],
        _ => [],
    };

    /// <summary>Dimensions counted in tokens, all of them.</summary>
    public static ReadOnlySpan<PriceDimension> Tokens =>
    [
        PriceDimension.Input, PriceDimension.Output, PriceDimension.CacheRead, PriceDimension.CacheWrite5m, PriceDimension.CacheWrite1h,
        PriceDimension.Reasoning, PriceDimension.ImageInput, PriceDimension.ImageOutput, PriceDimension.AudioInput, PriceDimension.AudioOutput,
    ];

    /// <summary>Dimensions counted by the piece or the second, but for requests: those are never missing.</summary>
    public static ReadOnlySpan<PriceDimension> Pieces => [PriceDimension.Image, PriceDimension.AudioSecond, PriceDimension.WebSearch];

    /// <summary>Cheaper dimensions: a substitute that undercuts one of them is none.</summary>
    public static ReadOnlySpan<PriceDimension> Floor(PriceDimension dimension) => dimension switch
    {
        PriceDimension.CacheRead or PriceDimension.Input => [PriceDimension.CacheRead],
        PriceDimension.CacheWrite5m => [PriceDimension.Input],
        PriceDimension.CacheWrite1h => [PriceDimension.Input, PriceDimension.CacheWrite5m],
        PriceDimension.ImageInput or PriceDimension.AudioInput => [PriceDimension.Input],
        PriceDimension.Output => [PriceDimension.Input],
        PriceDimension.ImageOutput or PriceDimension.AudioOutput => [PriceDimension.Output],
        _ => [],
    };
}
