namespace Gantry.Billing.Ledger;

/// <summary>A place where the books do not add up.</summary>
/// <param name="Check">The invariant: <c>I-1</c> to <c>I-12</c> (reliability §5.4).</param>
/// <param name="Subject">What it is about: a transaction, a wallet, a request.</param>
/// <param name="Message">What is wrong, with figures in nano-USD.</param>
public sealed record LedgerFinding(string Check, string Subject, string Message);
