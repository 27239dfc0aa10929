using System.Collections.Immutable;

namespace Gantry.Catalog.Import;

/// <summary>What accepting a published price would change about one model.</summary>
internal sealed record PriceProposal
{
    public required ModelRow Row { get; init; }

    /// <summary>The name that the list has for it.</summary>
    public required string ListedAs { get; init; }

    public required ModelPrice Price { get; init; }

    public required ImmutableArray<PriceDifference> Differences { get; init; }

    /// <summary>What a person should read first.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>Something changes by more than a fifth, or goes away.</summary>
    public bool IsLarge => Differences.Any(d => d.IsLarge);
}
