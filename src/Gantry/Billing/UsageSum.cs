using Gantry.Protocols.Hub;

namespace Gantry.Billing;

/// <summary>Usage and money of several requests together.</summary>
/// <param name="Name">The day as <c>yyyy-MM-dd</c>, the hour as <c>yyyy-MM-ddTHH:00:00Z</c>, the model, or the id of the key or the account; empty for requests that none took.</param>
/// <param name="Requests">How many.</param>
/// <param name="Usage">All of their buckets.</param>
/// <param name="CostNanos">What they cost, in nano-USD.</param>
/// <param name="ChargedNanos">What the wallet paid, in nano-USD.</param>
/// <param name="OverrunNanos">What the house carried, in nano-USD.</param>
/// <param name="RefundedNanos">What went back, in nano-USD.</param>
public sealed record UsageSum(string Name, long Requests, Usage Usage, long CostNanos, long ChargedNanos, long OverrunNanos, long RefundedNanos)
{
    /// <summary>How many of the requests failed or broke off; what the client left is not among them. Null where sums are not by the hour.</summary>
    public long? Failed { get; init; }

    public static UsageSum operator +(UsageSum left, UsageSum right) => Add(left, right);

    public static UsageSum Add(UsageSum left, UsageSum right) => new(
        left.Name,
        checked(left.Requests + right.Requests),
        left.Usage + right.Usage,
        checked(left.CostNanos + right.CostNanos),
        checked(left.ChargedNanos + right.ChargedNanos),
        checked(left.OverrunNanos + right.OverrunNanos),
        checked(left.RefundedNanos + right.RefundedNanos))
    {
        Failed = left.Failed is null && right.Failed is null ? null : checked((left.Failed ?? 0) + (right.Failed ?? 0)),
    };
}
