using Gantry.Billing.Pricing;

namespace Gantry.Billing.Wallets;

/// <summary>What a refill of an allowance has brought.</summary>
/// <param name="Number">Counts up for each wallet.</param>
/// <param name="Granted">Set aside now.</param>
/// <param name="Least">The least that was asked for; with nothing granted the wallet had less than this.</param>
internal readonly record struct Refill(long Number, Money Granted, Money Least);
