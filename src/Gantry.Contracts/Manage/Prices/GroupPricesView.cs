namespace Gantry.Contracts.Manage.Prices;

/// <summary>What everything costs in a group.</summary>
public sealed record GroupPricesView
{
    public required string Name { get; init; }

    public required string Description { get; init; }

    /// <summary>The factor on list prices as decimal text; single models may have others.</summary>
    public required string Multiplier { get; init; }

    /// <summary>What is paid for an answer whose client leaves: <c>delivered</c>, <c>upstream</c> or <c>void</c>.</summary>
    public required string CancelPolicy { get; init; }

    /// <summary>By id.</summary>
    public required IReadOnlyList<ModelPricesView> Models { get; init; }
}
