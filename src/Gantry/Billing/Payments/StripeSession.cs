namespace Gantry.Billing.Payments;

/// <summary>A checkout that Stripe has made.</summary>
/// <param name="Id">Stripe's.</param>
/// <param name="Url">Where to pay.</param>
internal readonly record struct StripeSession(string Id, string Url);
