using System.Collections.Immutable;

namespace Gantry.Catalog;

/// <summary>What a key allows <c>auto</c> to do.</summary>
internal sealed record AutoTerms
{
    public static readonly AutoTerms Usual = new();

    /// <summary>The only groups that <c>auto</c> may use, in this order; empty for all active ones, the cheapest for the model first.</summary>
    public ImmutableArray<string> Order { get; init; } = [];

    /// <summary>The most that any price of a group may be of the model's list price, in parts per million; null for no ceiling.</summary>
    public long? MaxPriceFactorPpm { get; init; }

    /// <summary>A session stays with the group that served it last while that is usable.</summary>
    public bool Sticky { get; init; } = true;

    public IEnumerable<RowFact> Facts() =>
    [
        new("auto.order", $"[{string.Join(", ", Order)}]"),
        new("auto.max_price_factor", MaxPriceFactorPpm is { } factor ? DecimalText.Format(factor, DecimalText.Ppm, 1) : ""),
        new("auto.sticky", Sticky ? "true" : "false"),
    ];
}
