namespace Gantry.Contracts.Manage.Upstreams;

/// <summary>One of the models that are to be offered.</summary>
public sealed record OfferedModel
{
    /// <summary>As the upstream calls it.</summary>
    public required string Name { get; init; }

    /// <summary>The id that clients ask for; null: the same name.</summary>
    public string? Model { get; init; }

    /// <summary>Only where neither the catalogue nor the built-in list knows one; else that is kept.</summary>
    public PriceTerms? Price { get; init; }
}
