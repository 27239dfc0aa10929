namespace Gantry.Contracts.Manage.Payments;

/// <summary>A refund or dispute of a payment.</summary>
/// <param name="Reference">The provider's id.</param>
/// <param name="Kind"><c>refund</c>, <c>refund_total</c> (all refunds together) or <c>dispute</c>.</param>
/// <param name="Amount">In the payment's currency, as decimal text.</param>
/// <param name="Standing"><c>asked</c> (no money has moved), <c>open</c> (gone, may come back), <c>taken</c> or <c>returned</c>.</param>
/// <param name="At">When that was last heard.</param>
public sealed record PaymentTakingView(string Reference, string Kind, string Amount, string Standing, DateTimeOffset At);
