namespace Gantry.Billing.Payments;

/// <summary>A provider's word about an order, as it was received.</summary>
/// <param name="Id">The provider's.</param>
/// <param name="Type">In the provider's words.</param>
/// <param name="At">When it came.</param>
/// <param name="Outcome">What it did: a member of <see cref="PaymentResult"/> in snake case.</param>
/// <param name="Note">Why, where that is not plain.</param>
internal sealed record PaymentEvent(string Id, string Type, DateTimeOffset At, string Outcome, string? Note);
