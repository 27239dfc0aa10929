namespace Gantry.Contracts.Manage.Groups;

/// <summary>What a model costs in one group, other than everywhere else.</summary>
public sealed record GroupPriceTerms
{
    /// <summary>A model id.</summary>
    public required string Model { get; init; }

    /// <summary>In place of the group's factor, as decimal text.</summary>
    public string? Multiplier { get; init; }

    /// <summary>In place of the list price.</summary>
    public PriceTerms? Price { get; init; }
}
