namespace Gantry.Contracts.Manage.Keys;

/// <summary>How far the spend caps of a key are used up.</summary>
public sealed record KeySpending
{
    public required Guid KeyId { get; init; }

    public required string Name { get; init; }

    /// <summary>The ends of the secret, to tell keys apart.</summary>
    public required string Display { get; init; }

    /// <summary>A line for each cap; empty where the key has none of its own.</summary>
    public required IReadOnlyList<BudgetLine> Caps { get; init; }
}
