using System.Collections.Immutable;

namespace Gantry.Catalog;

/// <summary>A public model id, what it is called and what it costs.</summary>
internal sealed record ModelRow : CatalogRow
{
    public required string Id { get; init; }

    public ImmutableArray<string> Aliases { get; init; } = [];

    /// <summary>Null: the id.</summary>
    public string? DisplayName { get; init; }

    public string OwnedBy { get; init; } = "gantry";

    public ModelKind Kind { get; init; }

    public DateTimeOffset CreatedAt { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>Largest prompt in tokens, where it is known.</summary>
    public long? ContextWindow { get; init; }

    /// <summary>Largest answer in tokens, where it is known.</summary>
    public long? MaxOutputTokens { get; init; }

    public bool SupportsImages { get; init; }

    public bool SupportsReasoning { get; init; }

    /// <summary>Null where nobody has set one: such a model cannot be billed.</summary>
    public ModelPrice? Price { get; init; }

    /// <summary>Prices to come, and those of them that have come, by date; the last that has begun counts before <see cref="Price"/>.</summary>
    public ImmutableArray<DatedPrice> Prices { get; init; } = [];

    /// <summary>One of <see cref="PriceSource"/>; null where the price is that of whoever manages the row.</summary>
    public string? PriceFrom { get; init; }

    /// <summary>What its makers' rules say otherwise, for every upstream: the JSON of <c>ModelRulesReader</c>; null for nothing.</summary>
    public string? Rules { get; init; }

    public override RowKey Key => KeyOf(Id);

    /// <summary>The price that the row states for a moment; null for none.</summary>
    public ModelPrice? PriceAt(DateTimeOffset moment) => Prices.LastOrDefault(p => p.From <= moment)?.Price ?? Price;

    public static RowKey KeyOf(string id) => new(RowKind.Model, id);

    // When the row was made is no fact: declaring it again does not change it.
    public override IEnumerable<RowFact> Facts() =>
    [
        new("aliases", List(Aliases)),
        new("display_name", DisplayName ?? ""),
        new("owned_by", OwnedBy),
        new("kind", EnumWords.Of(Kind)),
        new("context_window", ContextWindow?.ToString() ?? ""),
        new("max_output_tokens", MaxOutputTokens?.ToString() ?? ""),
        new("supports_images", YesNo(SupportsImages)),
        new("supports_reasoning", YesNo(SupportsReasoning)),
        .. Price?.Facts() ?? [],
        .. Prices.SelectMany(p => p.Facts()),
        .. Rules is null ? [] : (RowFact[])[new("rules", Rules)],
    ];
}
