using System.Collections.Immutable;
using Gantry.Catalog;

namespace Gantry.Moving;

/// <summary>A client key of the file to be written.</summary>
internal sealed record MovedKey
{
    public required string Name { get; init; }

    /// <summary>A reference such as <c>${NAME}</c>; null: one is generated when the file is applied.</summary>
    public string? Secret { get; init; }

    public required ImmutableArray<string> Groups { get; init; }

    /// <summary>Empty for every model of the groups.</summary>
    public ImmutableArray<string> Models { get; init; } = [];

    public ImmutableArray<string> Networks { get; init; } = [];

    public DateTimeOffset? ExpiresAt { get; init; }

    public bool Fallback { get; init; }

    public SpendLimit? SpendCap { get; init; }
}
