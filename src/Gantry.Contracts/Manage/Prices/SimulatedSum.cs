namespace Gantry.Contracts.Manage.Prices;

/// <summary>Requests that were billed twice: then, and at the other prices. USD as exact decimal text.</summary>
public record SimulatedSum
{
    public required long Requests { get; init; }

    /// <summary>What they cost by their bills; where a wallet could not pay all of it, the house carried the rest.</summary>
    public required string Billed { get; init; }

    public required string Simulated { get; init; }

    /// <summary>What more; below zero with a sign.</summary>
    public required string Difference { get; init; }

    /// <summary>The same of what was billed, with two decimals, such as <c>-16.67</c>; null where nothing was.</summary>
    public string? Percent { get; init; }

    /// <summary>How many of them are billed by a group's own price, which no list price changes.</summary>
    public long AtGroupPrice { get; init; }
}
