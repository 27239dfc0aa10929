using Gantry.Billing.Pricing;

namespace Gantry.Billing.Ledger;

/// <summary>Codes that are worth money.</summary>
internal interface IVoucherStore
{
    /// <returns>The codes with their rows: they are in the answer and nowhere else.</returns>
    Task<IReadOnlyList<(Voucher Row, string Code)>> CreateAsync(VoucherRequest request, int count, CancellationToken cancellation);

    /// <summary>Every code, newest first.</summary>
    Task<IReadOnlyList<Voucher>> ListAsync(CancellationToken cancellation);

    /// <summary>Takes a code out of use; what it has credited stays.</summary>
    /// <returns>False where there is none of this id.</returns>
    Task<bool> RevokeAsync(Guid id, CancellationToken cancellation);

    /// <summary>Claims one use of the code and credits the account's wallet, both or neither.</summary>
    /// <returns>What was credited; null where no such code can be used by this account: unknown, used up, expired and revoked look alike.</returns>
    Task<Money?> RedeemAsync(string code, Guid accountId, CancellationToken cancellation);
}
