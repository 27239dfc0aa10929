namespace Gantry.Billing.Traffic;

/// <summary>What upstreams charge for the tries of a period.</summary>
/// <param name="Period">As in <see cref="TrafficSum"/>.</param>
/// <param name="Status">How sure that is.</param>
/// <param name="Attempts">How many tries.</param>
/// <param name="CostNanos">In nano-USD.</param>
internal sealed record UpstreamCostSum(long Period, AttemptCostStatus Status, long Attempts, long CostNanos);
