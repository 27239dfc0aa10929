namespace Gantry.Contracts.Manage;

/// <summary>How far one bound of a budget is used up in the window that runs.</summary>
public sealed record BudgetLine
{
    /// <summary><c>total</c>, <c>day</c>, <c>week</c> or <c>month</c>.</summary>
    public required string Window { get; init; }

    public required UsdAmount Amount { get; init; }

    /// <summary>What was charged, refunds taken off; what running requests have set aside is not in it.</summary>
    public required UsdAmount Spent { get; init; }

    /// <summary>Nothing where more was spent than the bound now allows.</summary>
    public required UsdAmount Left { get; init; }

    /// <summary>When the next window begins; null for a total.</summary>
    public DateTimeOffset? ResetsAt { get; init; }
}
