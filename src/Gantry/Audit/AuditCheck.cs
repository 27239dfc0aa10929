namespace Gantry.Audit;

/// <summary>What a verification of the chain found.</summary>
/// <param name="Rows">Rows that were read.</param>
/// <param name="BrokenAt">The first row that is not as it was written, or the first that is missing; null where the chain holds.</param>
internal sealed record AuditCheck(long Rows, long? BrokenAt);
