namespace Gantry.Contracts.Manage;

/// <summary>The most that may be spent in a window of time.</summary>
public sealed record SpendCap
{
    /// <summary>USD as decimal text, such as <c>1.00</c>.</summary>
    public string? Amount { get; init; }

    /// <summary>The same in nano-USD; where both are sent they must agree.</summary>
    public long? AmountNanos { get; init; }

    /// <summary><c>total</c>, <c>day</c>, <c>week</c> or <c>month</c>.</summary>
    public string Window { get; init; } = "total";
}
