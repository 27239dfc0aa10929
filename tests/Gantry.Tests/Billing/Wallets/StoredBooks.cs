using Dapper;
using Gantry.Tests.Storage.Ledger;

namespace Gantry.Tests.Billing.Wallets;

/// <summary>The books of some wallets in a database, read with plain SQL.</summary>
internal sealed class StoredBooks(LedgerRig rig, IReadOnlyList<Guid> wallets) : IBooks
{
    public Task<Books> ReadAsync() => rig.Database.ReadAsync(
        async connection =>
        {
            // Written out: only one of the engines takes a list as a parameter.
            var ids = $"({string.Join(',', wallets.Select(id => $"'{id}'"))})";
            var balances = await connection.QueryAsync<(string Id, long Available, long Reserved, long Debt)>(
                $"SELECT id, available_nanos, reserved_nanos, debt_nanos FROM wallets WHERE id IN {ids}");
            var allowances = await connection.QueryAsync<(string Id, string WalletId, long Run, long Remaining, long? ClosedAt)>(
                $"SELECT id, wallet_id, run, remaining_nanos, closed_at FROM allowances WHERE wallet_id IN {ids}");
            var settled = await connection.QueryAsync<(string Id, long Paid, long Overrun, long Refunded)>(
                $"SELECT request_id, charged_nanos, overrun_nanos, refunded_nanos FROM usage_records WHERE wallet_id IN {ids}");
            var lost = await connection.ExecuteScalarAsync<long>(
                $"SELECT COALESCE(SUM(l.amount_nanos), 0) FROM ledger_lines l JOIN ledger_transactions t ON t.id = l.transaction_id WHERE t.wallet_id IN {ids}");
            var apart = await connection.ExecuteScalarAsync<long>(
                $"""
                SELECT COUNT(*) FROM wallets w WHERE w.id IN {ids} AND w.available_nanos + w.reserved_nanos - w.debt_nanos <>
                    (SELECT COALESCE(SUM(l.amount_nanos), 0) FROM ledger_lines l JOIN ledger_transactions t ON t.id = l.transaction_id
                     WHERE t.wallet_id = w.id AND l.account IN ('available', 'reserved', 'debt'))
                """);
            return new Books(
                balances.ToDictionary(w => Guid.Parse(w.Id), w => (w.Available, w.Reserved, w.Debt)),
                allowances.ToDictionary(a => Guid.Parse(a.Id), a => (Guid.Parse(a.WalletId), a.Run, a.Remaining, a.ClosedAt is null)),
                settled.ToDictionary(s => s.Id, s => (s.Paid, s.Overrun, s.Refunded)),
                lost == 0 ? apart : lost);
        },
        CancellationToken.None);
}
