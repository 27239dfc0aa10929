using System.Collections.Immutable;

namespace Gantry.Catalog;

/// <summary>A name in a group that stands for several of its models.</summary>
internal sealed record VirtualModel
{
    public required string Name { get; init; }

    /// <summary>Ids or aliases, in the order to try them.</summary>
    public required ImmutableArray<string> Models { get; init; }

    /// <summary>As the declarative file writes it.</summary>
    public override string ToString() => $"{Name}: [{string.Join(", ", Models)}]";
}
