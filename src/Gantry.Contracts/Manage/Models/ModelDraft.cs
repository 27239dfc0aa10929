namespace Gantry.Contracts.Manage.Models;

/// <summary>A model to be made. What is left out and the built-in catalogue knows is taken from there, its price too.</summary>
public sealed record ModelDraft : ModelTerms
{
    public required string Id { get; init; }

    public PriceTerms? Price { get; init; }
}
