using System.Text.Json.Serialization;

namespace Gantry.Catalog;

/// <summary>A price as people write it: of a model, of a group of its own, of what a deployment costs. <see cref="PriceLines"/> makes the lines that bills are computed from.</summary>
/// <remarks>
/// Every price is in nano-USD per million units, so that one formula serves them all: tokens for most, requests, pictures, seconds and searches
/// for <see cref="Request"/>, <see cref="Image"/>, <see cref="AudioSecond"/> and <see cref="WebSearch"/>. Null means that the model has no price for it.
/// </remarks>
internal sealed record ModelPrice : TokenPrices
{
    /// <summary>What prices by the piece are multiplied with to become prices per million pieces.</summary>
    public const long PiecesPerUnit = 1_000_000;

    /// <summary>Costs nothing, on purpose: without it a model that has no price is a mistake.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Free { get; init; }

    public long? Request { get; init; }

    public long? Image { get; init; }

    /// <summary>Pictures by quality and size, such as <c>high/1024x1024</c>.</summary>
    public SortedDictionary<string, long>? ImageVariants { get; init; }

    public long? AudioSecond { get; init; }

    public long? WebSearch { get; init; }

    /// <summary>Prices that hold for the whole request when its prompt is long.</summary>
    public LongContextPrice? LongContext { get; init; }

    public TierPrices? Tiers { get; init; }

    /// <summary>The price as facts named <c>price.input</c> and so on, in USD as the declarative file writes them.</summary>
    /// <param name="prefix">What their names begin with.</param>
    public IEnumerable<RowFact> Facts(string prefix = "price.")
    {
        if (Free) yield return new RowFact($"{prefix}free", "true");
        foreach (var fact in TokenFacts(prefix)) yield return fact;
        foreach (var (name, value) in new[] { ("request", Request), ("image", Image), ("audio_second", AudioSecond), ("web_search", WebSearch) })
        {
            if (value is { } price) yield return Piece(prefix + name, price);
        }

        foreach (var (variant, price) in ImageVariants ?? []) yield return Piece($"{prefix}image_variants.{variant}", price);
        foreach (var fact in LongContext?.Facts($"{prefix}long_context.") ?? []) yield return fact;
        foreach (var (tier, price) in Tiers?.All ?? [])
        {
            foreach (var fact in price.Facts($"{prefix}tiers.{EnumWords.Of(tier)}.")) yield return fact;
        }
    }

    private static RowFact Piece(string name, long price) => new(name, DecimalText.Format(price / PiecesPerUnit, DecimalText.Nano, 2));
}
