using Gantry.Billing.Pricing;

namespace Gantry.Billing.Wallets;

/// <summary>Where the money for a finished request comes from.</summary>
/// <param name="FromAllowance">Out of the allowance: certain.</param>
/// <param name="FromWallet">Beyond the hold, out of what the wallet has available when the record is stored: as far as it goes.</param>
internal readonly record struct Payment(Money FromAllowance, Money FromWallet);
