namespace Gantry.Observe;

/// <summary>One ended attempt, as metrics count it. Every text has few values: none comes from a client or an answer.</summary>
/// <param name="Upstream">The name of who was asked.</param>
/// <param name="Outcome">How it ended.</param>
internal readonly record struct AttemptFigures(string Upstream, string Outcome)
{
    /// <summary>It was not the first of its request.</summary>
    public required bool IsRetry { get; init; }

    /// <summary>What was asked, as the conventions call it.</summary>
    public required string Operation { get; init; }

    /// <summary>The vendor, as the conventions call it.</summary>
    public required string Provider { get; init; }

    /// <summary>The model's name at the upstream.</summary>
    public required string Model { get; init; }

    /// <summary>The upstream's host.</summary>
    public required string Address { get; init; }

    /// <summary>Null where it served.</summary>
    public required string? Error { get; init; }

    public required TimeSpan Duration { get; init; }

    /// <summary>Until the first content of a stream, where some came.</summary>
    public TimeSpan? FirstChunk { get; init; }

    /// <summary>All prompt tokens; null where the upstream has told none.</summary>
    public long? Input { get; init; }

    /// <summary>All answer tokens; null where the upstream has told none.</summary>
    public long? Output { get; init; }
}
