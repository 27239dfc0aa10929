namespace Gantry.Billing.Payments;

/// <summary>A refund or dispute of an order's payment.</summary>
/// <param name="Reference">The provider's id.</param>
/// <param name="Taking">What it takes, and where it stands.</param>
/// <param name="At">When that was last heard.</param>
internal sealed record PaymentTaking(string Reference, Taking Taking, DateTimeOffset At);
