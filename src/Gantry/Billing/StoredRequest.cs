namespace Gantry.Billing;

/// <summary>A usage record as it was settled.</summary>
/// <param name="Record">What happened, with its trail.</param>
/// <param name="ChargedNanos">What the wallet truly paid, in nano-USD.</param>
/// <param name="OverrunNanos">What the house carried of the cost, in nano-USD.</param>
/// <param name="RefundedNanos">What went back of the charge since, in nano-USD.</param>
public sealed record StoredRequest(UsageRecord Record, long ChargedNanos, long OverrunNanos, long RefundedNanos);
