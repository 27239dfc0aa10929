namespace Gantry.Billing.Payments;

/// <summary>What is to be done about a report.</summary>
/// <param name="Outcome">What will be said about it.</param>
/// <param name="Next">The order's new state; null where it stays.</param>
internal readonly record struct OrderVerdict(PaymentOutcome Outcome, OrderState? Next);
