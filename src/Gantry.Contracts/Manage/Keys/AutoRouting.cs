namespace Gantry.Contracts.Manage.Keys;

/// <summary>What a key allows the group <c>auto</c> to do.</summary>
public sealed record AutoRouting
{
    /// <summary>The only groups that it may use, in this order; empty for all active ones.</summary>
    public IReadOnlyList<string> Order { get; init; } = [];

    /// <summary>The most that any price may be of the list price, as decimal text; null for no ceiling.</summary>
    public string? MaxPriceFactor { get; init; }

    /// <summary>A session stays with the group that served it last.</summary>
    public bool Sticky { get; init; } = true;
}
