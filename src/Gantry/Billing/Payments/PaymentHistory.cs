namespace Gantry.Billing.Payments;

/// <summary>An order and all that was heard of it.</summary>
/// <param name="Line">The order.</param>
/// <param name="Events">In the order of their coming.</param>
/// <param name="Takings">Refunds and disputes, the oldest change first.</param>
internal sealed record PaymentHistory(PaymentLine Line, IReadOnlyList<PaymentEvent> Events, IReadOnlyList<PaymentTaking> Takings);
