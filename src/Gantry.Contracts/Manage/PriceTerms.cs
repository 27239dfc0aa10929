namespace Gantry.Contracts.Manage;

/// <summary>A price, in the words of the declarative file. What is not per million tokens is USD a piece.</summary>
public sealed record PriceTerms : TokenPriceTerms
{
    /// <summary>Costs nothing, on purpose; then nothing else is said.</summary>
    public bool Free { get; init; }

    public string? Request { get; init; }

    public string? Image { get; init; }

    /// <summary>By quality and size, such as <c>high/1024x1024</c>.</summary>
    public IReadOnlyDictionary<string, string>? ImageVariants { get; init; }

    public string? AudioSecond { get; init; }

    public string? WebSearch { get; init; }

    public LongContextTerms? LongContext { get; init; }

    public TiersTerms? Tiers { get; init; }
}
