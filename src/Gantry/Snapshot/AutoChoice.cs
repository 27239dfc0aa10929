namespace Gantry.Snapshot;

/// <summary>What a key allows <c>auto</c> to do.</summary>
/// <param name="From">Where in <see cref="ApiKey.Groups"/> those begin that <c>auto</c> stands for.</param>
public sealed record AutoChoice(int From)
{
    /// <summary>They are in an order of the key's own; else the cheapest for the model comes first.</summary>
    public bool IsOrdered { get; init; }

    /// <summary>The most that a group's price may be of the reference price, see <see cref="Deployment.PriceFactorPpm"/>; null for no ceiling. Holds for every group of the key.</summary>
    public long? MaxPriceFactorPpm { get; init; }

    /// <summary>A session stays with the group that served it last while that is usable.</summary>
    public bool Sticky { get; init; } = true;
}
