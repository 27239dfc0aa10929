namespace Gantry.Contracts.Manage.Prices;

/// <summary>A price version that is going to hold.</summary>
public sealed record PlannedPriceView
{
    public required DateTimeOffset ValidFrom { get; init; }

    public bool Free { get; init; }

    /// <summary>From then on there is no price.</summary>
    public bool Ends { get; init; }

    /// <summary>USD for a million tokens.</summary>
    public string? Input { get; init; }

    public string? Output { get; init; }
}
