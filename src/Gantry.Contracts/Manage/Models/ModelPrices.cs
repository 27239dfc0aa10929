namespace Gantry.Contracts.Manage.Models;

/// <summary>What a model costs, and what it is going to cost.</summary>
public record ModelPrices
{
    /// <summary>Null: none, and nobody can use the model.</summary>
    public PriceTerms? Price { get; init; }

    /// <summary>By date; the last that has begun counts before the price itself.</summary>
    public IReadOnlyList<DatedPriceTerms> Prices { get; init; } = [];
}
