namespace Gantry.Contracts.Manage.Models;

/// <summary>A price that held, holds or will hold. It never changes: bills name it.</summary>
public sealed record PriceVersionView
{
    public required string Id { get; init; }

    /// <summary>Which list it stands in: <c>list</c>, a group's own, or what a deployment costs.</summary>
    public required string Book { get; init; }

    public required string Model { get; init; }

    public required DateTimeOffset ValidFrom { get; init; }

    /// <summary>Where the figures come from.</summary>
    public required string Source { get; init; }

    public required bool Free { get; init; }

    /// <summary>From here on there is no price.</summary>
    public required bool Ends { get; init; }

    public required IReadOnlyList<PriceVersionLine> Lines { get; init; }
}
