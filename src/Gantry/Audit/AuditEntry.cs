namespace Gantry.Audit;

/// <summary>One row of the audit log.</summary>
/// <param name="Sequence">From 1, without a gap.</param>
/// <param name="At">When it was written.</param>
/// <param name="Note">Who, from where and what.</param>
/// <param name="Change">What it did to what.</param>
/// <param name="Chain">Binds the row to all before it (<see cref="AuditChain"/>).</param>
internal sealed record AuditEntry(long Sequence, DateTimeOffset At, AuditNote Note, AuditChange Change, string Chain);
