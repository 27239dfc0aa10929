namespace Gantry.Contracts.Manage.Prices;

/// <summary>The list price of a model that is in force. Amounts are USD for a million tokens as exact decimal text, null where there is none.</summary>
public sealed record ListPriceView
{
    public required string Model { get; init; }

    public required string DisplayName { get; init; }

    /// <summary>The vendor.</summary>
    public required string OwnedBy { get; init; }

    /// <summary><c>hand</c>, <c>file</c> or <c>environment</c>: who states the model.</summary>
    public required string ManagedBy { get; init; }

    /// <summary>Null where the model has no price: its requests are refused.</summary>
    public string? PriceVersion { get; init; }

    public DateTimeOffset? ValidFrom { get; init; }

    /// <summary>Where the figures come from.</summary>
    public string? Source { get; init; }

    /// <summary>Costs nothing, on purpose.</summary>
    public bool Free { get; init; }

    public string? Input { get; init; }

    public string? Output { get; init; }

    public string? CacheRead { get; init; }

    public string? CacheWrite5m { get; init; }

    public string? CacheWrite1h { get; init; }

    /// <summary>How many more figures the version has: other dimensions, classes of service, long prompts.</summary>
    public int Others { get; init; }

    /// <summary>The next version; null where none is planned.</summary>
    public PlannedPriceView? Next { get; init; }
}
