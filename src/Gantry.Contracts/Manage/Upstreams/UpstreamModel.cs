namespace Gantry.Contracts.Manage.Upstreams;

/// <summary>A model in the list of an upstream.</summary>
public sealed record UpstreamModel
{
    /// <summary>As the upstream calls it.</summary>
    public required string Name { get; init; }

    /// <summary>For people, where the upstream says one.</summary>
    public string? DisplayName { get; init; }

    /// <summary><c>chat</c>, <c>embedding</c>, <c>image</c> or <c>audio</c>: as known, else guessed by its name.</summary>
    public required string Kind { get; init; }

    /// <summary>The id that clients would ask for: that of the catalogue or of the built-in list where one of them knows it, else the same name.</summary>
    public required string Model { get; init; }

    /// <summary>The catalogue has the model already.</summary>
    public required bool Exists { get; init; }

    /// <summary>The price that it has, or would get from the built-in list; null where somebody has to say one.</summary>
    public PriceTerms? Price { get; init; }

    /// <summary>The groups in which this upstream serves it already.</summary>
    public required IReadOnlyList<string> Groups { get; init; }
}
