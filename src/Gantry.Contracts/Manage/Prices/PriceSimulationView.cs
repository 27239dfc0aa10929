namespace Gantry.Contracts.Manage.Prices;

/// <summary>What requests were billed and what they would have been. Amounts are USD as exact decimal text.</summary>
public sealed record PriceSimulationView
{
    public required DateTimeOffset From { get; init; }

    public required DateTimeOffset To { get; init; }

    /// <summary>Records that were read.</summary>
    public required long Records { get; init; }

    /// <summary>Records that nothing was to be billed for, such as refused requests: no price changes that.</summary>
    public required long Unbilled { get; init; }

    /// <summary>Requests that are summed up elsewhere but whose records are not kept any more: they are in none of the sums here.</summary>
    public required long Gone { get; init; }

    /// <summary>False where there were more records than are read at once: <c>to</c> is the last that was.</summary>
    public required bool Complete { get; init; }

    /// <summary>All that could be computed again.</summary>
    public required SimulatedSum Total { get; init; }

    /// <summary>The same by model, the greatest difference first.</summary>
    public required IReadOnlyList<SimulatedModel> Models { get; init; }

    /// <summary>Requests that could not be computed again, by reason; they are not in the sums.</summary>
    public required IReadOnlyList<UncomputedRequests> Uncomputed { get; init; }
}
