using Gantry.Billing;

namespace Gantry.Storage;

/// <summary>A usage record with what its wallet has truly paid.</summary>
/// <param name="Record">As the gateway wrote it.</param>
/// <param name="ChargedNanos">Paid, in nano-USD.</param>
/// <param name="OverrunNanos">The rest of the cost, which the house carries.</param>
internal readonly record struct SettledRecord(UsageRecord Record, long ChargedNanos, long OverrunNanos);
