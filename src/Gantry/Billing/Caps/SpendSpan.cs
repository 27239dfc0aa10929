namespace Gantry.Billing.Caps;

/// <summary>One window of time on the time line: its first moment, and the first moment after it.</summary>
/// <param name="Start">In UTC; <see cref="DateTimeOffset.MinValue"/> for a total.</param>
/// <param name="End">In UTC; <see cref="DateTimeOffset.MaxValue"/> for a total.</param>
public readonly record struct SpendSpan(DateTimeOffset Start, DateTimeOffset End)
{
    public static SpendSpan Total => new(DateTimeOffset.MinValue, DateTimeOffset.MaxValue);

    /// <summary>Null for a total: from the beginning.</summary>
    public DateTimeOffset? Since => Start == DateTimeOffset.MinValue ? null : Start;

    /// <summary>Null for a total: never.</summary>
    public DateTimeOffset? ResetsAt => End == DateTimeOffset.MaxValue ? null : End;

    public bool Holds(DateTimeOffset moment) => Start <= moment && moment < End;

    public bool Overlaps(SpendSpan other) => Start < other.End && other.Start < End;
}
