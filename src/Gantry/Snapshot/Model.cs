using System.Collections.Immutable;

namespace Gantry.Snapshot;

/// <summary>A public model id that clients ask for.</summary>
public sealed record Model
{
    public required string Id { get; init; }

    public ImmutableArray<string> Aliases { get; init; } = [];

    /// <summary>A name for people; the id where there is none.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The vendor, as <c>owned_by</c> in OpenAI's list.</summary>
    public string OwnedBy { get; init; } = "gantry";

    /// <summary>Stable between restarts: clients sort by it.</summary>
    public DateTimeOffset CreatedAt { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>Largest prompt in tokens, where it is known.</summary>
    public long? ContextWindow { get; init; }

    /// <summary>Largest answer in tokens, where it is known.</summary>
    public long? MaxOutputTokens { get; init; }

    public bool SupportsImages { get; init; }

    public bool SupportsReasoning { get; init; }
}
