using Gantry.Billing.Ledger;
using Gantry.Billing.Pricing;

namespace Gantry.Tests.Storage.Ledger;

/// <summary>Calls of one server that is alone on its store, each under an id of its own.</summary>
internal static class LedgerCalls
{
    public static async Task<Money> ReserveAsync(
        this ILedgerStore ledger, Guid walletId, Guid allowanceId, long run, Money want, Money least, CancellationToken cancellation) =>
        (await ledger.ReserveAsync(new ReserveAsk(Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), walletId, allowanceId, run, want, least), cancellation)).Granted;

    public static Task<Money> ReleaseAsync(this ILedgerStore ledger, Guid allowanceId, Money amount, CancellationToken cancellation) =>
        ledger.ReleaseAsync(allowanceId, amount, Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), cancellation);
}
