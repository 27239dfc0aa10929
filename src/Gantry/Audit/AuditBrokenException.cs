namespace Gantry.Audit;

/// <summary>Rows of the audit log were changed: none are dropped, for they are the proof of it.</summary>
internal sealed class AuditBrokenException(string message) : Exception(message);
