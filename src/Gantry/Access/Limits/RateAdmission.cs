namespace Gantry.Access.Limits;

/// <summary>A request may go on, or why not: one of the two is there.</summary>
internal readonly record struct RateAdmission(IRateLease? Lease, RateRefusal? Refusal);
