namespace Gantry.Contracts.Manage.Models;

/// <summary>A model.</summary>
public sealed record ModelView : ModelTerms
{
    public required string Id { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>As it stands in the catalogue; what is in force are the versions.</summary>
    public PriceTerms? Price { get; init; }

    public required IReadOnlyList<DatedPriceTerms> Prices { get; init; }

    /// <summary><c>seed</c>, <c>hand</c> or <c>import</c>; null: of whoever manages the model.</summary>
    public string? PriceFrom { get; init; }

    /// <summary><c>hand</c>, <c>file</c> or <c>environment</c>: what the declarative file declares it sets again when it is applied.</summary>
    public required string ManagedBy { get; init; }
}
