namespace Gantry.Billing.Payments;

/// <summary>Stripe did not do what it was asked. The message is made of our words and Stripe's codes: its own texts may quote a key.</summary>
internal sealed class StripeException : Exception
{
    public StripeException(string message, bool worthAnotherTry, Exception? inner = null)
        : base(message, inner) => WorthAnotherTry = worthAnotherTry;

    /// <summary>The same request under the same idempotency key may succeed.</summary>
    public bool WorthAnotherTry { get; }
}
