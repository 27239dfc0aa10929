namespace Gantry.Billing;

/// <summary>What an entry says.</summary>
/// <param name="Kind">Decides which of the others is set.</param>
/// <param name="Record">Of an ended or a dispatched request.</param>
/// <param name="Progress">Of a running one.</param>
internal readonly record struct JournalPayload(JournalKind Kind, UsageRecord? Record, UsageProgress Progress = default);
