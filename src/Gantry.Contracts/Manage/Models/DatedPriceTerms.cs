namespace Gantry.Contracts.Manage.Models;

/// <summary>A price that takes effect by itself.</summary>
public sealed record DatedPriceTerms
{
    public required DateTimeOffset From { get; init; }

    public required PriceTerms Price { get; init; }
}
