namespace Gantry.Contracts.Manage.Audits;

/// <summary>What a verification of the audit log found.</summary>
/// <param name="Holds">Every row is as it was written, and none is missing.</param>
/// <param name="Rows">Rows that were read and are as they were written.</param>
/// <param name="First">The first row that is kept.</param>
/// <param name="BrokenAt">The first row that is not as it was written, or is missing.</param>
/// <param name="Reason">What is wrong.</param>
/// <param name="Head">The last row and its link: kept elsewhere and sent as <c>head</c>, it proves later that nothing before it was changed or cut off.</param>
public sealed record AuditVerdict(bool Holds, long Rows, long First, long? BrokenAt, string? Reason, string? Head);
