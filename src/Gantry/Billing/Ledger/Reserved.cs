using Gantry.Billing.Pricing;

namespace Gantry.Billing.Ledger;

/// <summary>What was set aside.</summary>
/// <param name="Granted">Nothing where there is less than the least.</param>
/// <param name="Elsewhere">With nothing granted: what of the wallet other servers have set aside. They have been told that it is wanted.</param>
internal readonly record struct Reserved(Money Granted, Money Elsewhere);
