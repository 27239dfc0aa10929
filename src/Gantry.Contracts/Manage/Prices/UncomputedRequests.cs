namespace Gantry.Contracts.Manage.Prices;

/// <summary>Requests whose cost cannot be computed again.</summary>
public sealed record UncomputedRequests
{
    /// <summary>How many are told by name.</summary>
    public const int MostNamed = 20;

    /// <summary>The record names a price version that is not there.</summary>
    public const string UnknownVersion = "unknown_version";

    /// <summary>The record's own price does not give the record's own cost.</summary>
    public const string NotReproduced = "not_reproduced";

    /// <summary>The gateway was killed while the request ran and cost nothing: nobody knows whether anything was delivered.</summary>
    public const string Interrupted = "interrupted";

    /// <summary>One of the words above.</summary>
    public required string Reason { get; init; }

    public required long Requests { get; init; }

    /// <summary>What they cost by their bills, in USD.</summary>
    public required string Billed { get; init; }

    /// <summary>The ids of the first of them.</summary>
    public required IReadOnlyList<string> RequestIds { get; init; }
}
