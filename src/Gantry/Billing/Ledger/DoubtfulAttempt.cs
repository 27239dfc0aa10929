namespace Gantry.Billing.Ledger;

/// <summary>An attempt whose cost is not by reported usage.</summary>
/// <param name="AttemptId">The attempt.</param>
/// <param name="RequestId">Its request.</param>
/// <param name="CostStatus"><c>estimated</c> or <c>unknown</c>.</param>
/// <param name="CostNanos">What the book says.</param>
internal sealed record DoubtfulAttempt(string AttemptId, string RequestId, string CostStatus, long CostNanos);
