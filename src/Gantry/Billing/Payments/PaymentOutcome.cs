namespace Gantry.Billing.Payments;

/// <summary>What a report did, and why where a person should know.</summary>
/// <param name="Result">What it did.</param>
/// <param name="OrderId">The order it was about, where there is one.</param>
/// <param name="Note">Why; null where nobody has to know. Made of our words alone.</param>
internal readonly record struct PaymentOutcome(PaymentResult Result, Guid? OrderId = null, string? Note = null)
{
    /// <summary>Somebody should look.</summary>
    public bool IsAlarm => Result is PaymentResult.Manual or PaymentResult.Refused;
}
