namespace Gantry.Tests.Billing.Wallets;

/// <summary>What a ledger holds at one moment, in nano-USD.</summary>
/// <param name="Wallets">By id.</param>
/// <param name="Allowances">By id, closed ones too.</param>
/// <param name="Settled">By request.</param>
/// <param name="Lost">What is missing to a whole, all wallets, the house and the outside together: nothing.</param>
internal sealed record Books(
    IReadOnlyDictionary<Guid, (long Available, long Reserved, long Debt)> Wallets,
    IReadOnlyDictionary<Guid, (Guid WalletId, long Run, long Remaining, bool Open)> Allowances,
    IReadOnlyDictionary<string, (long Paid, long Overrun, long Refunded)> Settled,
    long Lost);
