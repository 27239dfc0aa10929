namespace Gantry.Contracts.Manage.Prices;

/// <summary>What a model costs in a group.</summary>
public sealed record ModelPricesView
{
    public required string Id { get; init; }

    public required string DisplayName { get; init; }

    /// <summary>The vendor.</summary>
    public required string OwnedBy { get; init; }

    /// <summary>Largest prompt in tokens; null where it is not known.</summary>
    public long? ContextWindow { get; init; }

    /// <summary>Null where the model has no price: it is refused then.</summary>
    public string? PriceVersion { get; init; }

    public DateTimeOffset? ValidFrom { get; init; }

    /// <summary>Where the figures come from.</summary>
    public string? Source { get; init; }

    /// <summary>Costs nothing, on purpose.</summary>
    public bool Free { get; init; }

    /// <summary>The factor on the list price as decimal text; null without a price.</summary>
    public string? Multiplier { get; init; }

    public IReadOnlyList<PriceView> Prices { get; init; } = [];
}
