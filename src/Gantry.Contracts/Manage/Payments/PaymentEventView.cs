namespace Gantry.Contracts.Manage.Payments;

/// <summary>What the payment provider said about a payment.</summary>
/// <param name="Id">The provider's id of the event.</param>
/// <param name="Type">In the provider's words, such as <c>checkout.session.completed</c>.</param>
/// <param name="At">When it came.</param>
/// <param name="Outcome">What it did: <c>credited</c>, <c>noted</c>, <c>unchanged</c>, <c>taken</c>, <c>given_back</c>, <c>waiting</c>, <c>manual</c> or <c>refused</c>.</param>
/// <param name="Note">Why; null where that is plain.</param>
public sealed record PaymentEventView(string Id, string Type, DateTimeOffset At, string Outcome, string? Note);
