using Gantry.Billing.Pricing;

namespace Gantry.Billing.Wallets;

/// <summary>Money on its way back into a wallet.</summary>
/// <param name="Id">That of the entry in the ledger: a second try changes nothing.</param>
/// <param name="Amount">How much.</param>
internal sealed record Release(Guid Id, Money Amount);
