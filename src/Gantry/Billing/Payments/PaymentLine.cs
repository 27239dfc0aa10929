namespace Gantry.Billing.Payments;

/// <summary>An order as the list of all has it.</summary>
/// <param name="Order">What was to be paid.</param>
/// <param name="Account">The address of the account.</param>
/// <param name="CreditedAt">When the ledger entered the credit; null where it did not.</param>
/// <param name="ChangedAt">When something last happened to it.</param>
internal sealed record PaymentLine(PaymentOrder Order, string Account, DateTimeOffset? CreditedAt, DateTimeOffset ChangedAt);
