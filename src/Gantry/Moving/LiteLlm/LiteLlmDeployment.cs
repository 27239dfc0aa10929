using System.Collections.Immutable;
using Gantry.Catalog;

namespace Gantry.Moving.LiteLlm;

/// <summary>An entry of <c>model_list</c> that was understood.</summary>
/// <param name="Model">What clients ask for; may hold <c>*</c>.</param>
/// <param name="Upstream">The upstream here; null where there is none for it.</param>
/// <param name="UpstreamModel">What the upstream calls the model; may hold <c>*</c>.</param>
internal sealed record LiteLlmDeployment(string Model, string? Upstream, string UpstreamModel)
{
    public const string Wildcard = "*";

    /// <summary>As the report calls it.</summary>
    public required string Title { get; init; }

    /// <summary>The provider's name there.</summary>
    public required string Vendor { get; init; }

    public decimal? Weight { get; init; }

    /// <summary>Requests for a minute; weighs where no weight does.</summary>
    public decimal? Requests { get; init; }

    /// <summary>Tokens for a minute; weighs where nothing else does.</summary>
    public decimal? Tokens { get; init; }

    /// <summary>Lower is tried first.</summary>
    public decimal? Order { get; init; }

    public required MovedModel Described { get; init; }

    /// <summary>Null where nobody knows it.</summary>
    public ModelPrice? Price { get; init; }

    public ImmutableArray<SourcePrice> Source { get; init; } = [];

    /// <summary>What the report says of the price.</summary>
    public required MovedItem PriceItem { get; init; }

    public bool IsWildcard => Model.Contains(Wildcard, StringComparison.Ordinal);
}
