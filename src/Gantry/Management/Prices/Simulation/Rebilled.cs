namespace Gantry.Management.Prices.Simulation;

/// <summary>What a stored request would have cost.</summary>
/// <param name="Nanos">In nano-USD.</param>
/// <param name="AtGroupPrice">By a group's own price.</param>
internal readonly record struct Rebilled(long Nanos, bool AtGroupPrice)
{
    /// <summary>Nothing was to be billed, at no price.</summary>
    public static readonly Rebilled Nothing = new() { IsUnbilled = true };

    /// <summary>One of the words of <see cref="Contracts.Manage.Prices.UncomputedRequests"/>; null where it could be computed.</summary>
    public string? WhyNot { get; private init; }

    public bool IsUnbilled { get; private init; }

    public static Rebilled Not(string why) => new() { WhyNot = why };
}
