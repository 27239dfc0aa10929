namespace Gantry.Contracts.Manage.Prices;

/// <summary>What is charged for everything, as of one snapshot.</summary>
public sealed record PriceListView
{
    /// <summary>Of the configuration.</summary>
    public required long Version { get; init; }

    /// <summary>When the next price comes into force; null where none waits.</summary>
    public DateTimeOffset? NextChange { get; init; }

    /// <summary>By name; closed ones are left out.</summary>
    public required IReadOnlyList<GroupPricesView> Groups { get; init; }
}
