namespace Gantry.Billing.Ledger;

/// <summary>What one transaction does to one account.</summary>
/// <param name="Account">One of <see cref="LedgerAccounts"/>.</param>
/// <param name="Nanos">Nano-USD; above zero the account rises.</param>
internal readonly record struct LedgerLine(string Account, long Nanos);
