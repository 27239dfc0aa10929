using System.Data.Common;
using Dapper;
using Gantry.Billing.Ledger;

namespace Gantry.Storage;

/// <summary>Postings inside a write that may do more: the catalogue's credits, codes and payments are in the same commit as what they are for.</summary>
internal static class LedgerDesk
{
    /// <summary>Moves the money, once for each transaction id.</summary>
    /// <param name="connection">Inside its transaction.</param>
    /// <param name="posting">What.</param>
    /// <param name="at">Microseconds since 1970 UTC.</param>
    public static async Task<PostingResult> PostAsync(DbConnection connection, LedgerPosting posting, long at)
    {
        Check(posting);
        if (await OpenWallet.OpenAsync(connection, posting.WalletId.ToString()) is not { } wallet) return PostingResult.NoWallet;
        if (await IsPostedAsync(connection, posting.TransactionId)) return PostingResult.Repeated;
        var nanos = posting.Amount.Nanos;
        var note = new LedgerNote(posting.Actor, posting.Reason, posting.RequestId);
        if (posting is { Kind: LedgerKind.Refund } && !await RefundRoll.AddAsync(connection, wallet.Id, posting.RequestId!, nanos)) return PostingResult.NotCharged;
        if (nanos > 0)
        {
            wallet.Raise(posting.TransactionId, posting.Kind, at, note, posting.Counter, nanos);

            // What comes back to a plan whose period has ended lapses with it, at the next look.
            await connection.ExecuteAsync("UPDATE plan_wallets SET ended_at = NULL WHERE wallet_id = @Id AND ended_at IS NOT NULL", new { wallet.Id });
        }
        else if (wallet.Available >= -nanos || posting.Kind == LedgerKind.Chargeback)
        {
            var paid = Math.Min(wallet.Available, -nanos);
            wallet.Post(
                posting.TransactionId,
                posting.Kind,
                at,
                note,
                new LedgerLine(posting.Counter, -nanos),
                new LedgerLine(LedgerAccounts.Available, -paid),
                new LedgerLine(LedgerAccounts.Debt, nanos + paid));
        }
        else
        {
            return PostingResult.Insufficient;
        }

        await OpenWallet.SaveAsync(connection, [wallet]);
        return PostingResult.Posted;
    }

    private static async Task<bool> IsPostedAsync(DbConnection connection, string id) =>
        await connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM ledger_transactions WHERE id = @id", new { id }) > 0;

    private static void Check(LedgerPosting posting)
    {
        if (posting.Kind is LedgerKind.Reserve or LedgerKind.Release or LedgerKind.Settle)
            throw new ArgumentException($"{posting.Kind} is not posted: allowances and settlements make such entries themselves.", nameof(posting));
        if (posting.Amount.IsZero) throw new ArgumentException("A posting of nothing.", nameof(posting));
        if (posting.Kind == LedgerKind.Chargeback ? posting.Amount.Nanos > 0 : posting.Kind != LedgerKind.Adjust && posting.Amount.Nanos < 0)
            throw new ArgumentException($"A {posting.Kind} of {posting.Amount}.", nameof(posting));
        if (!posting.Counter.StartsWith("house:", StringComparison.Ordinal) && !posting.Counter.StartsWith("external:", StringComparison.Ordinal))
            throw new ArgumentException($"'{posting.Counter}' is not an account outside of the wallet.", nameof(posting));
        if (posting.Kind == LedgerKind.Refund && posting.RequestId is null)
            throw new ArgumentException("A refund of no request.", nameof(posting));
    }
}
