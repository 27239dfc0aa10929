using Gantry.Catalog;

namespace Gantry.Moving;

/// <summary>A group of the file to be written.</summary>
internal sealed record MovedGroup(string Name, string Description)
{
    public long MultiplierPpm { get; init; } = 1_000_000;

    public PoolBalance Balance { get; init; }

    /// <summary>Prices of the group's own, by model.</summary>
    public SortedDictionary<string, ModelPrice> Prices { get; } = new(StringComparer.Ordinal);

    /// <summary>Names for several models, in order.</summary>
    public SortedDictionary<string, IReadOnlyList<string>> VirtualModels { get; } = new(StringComparer.Ordinal);

    public List<MovedDeployment> Deployments { get; } = [];
}
