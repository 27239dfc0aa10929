using System.Collections.Immutable;
using System.Data.Common;
using Dapper;
using Gantry.Billing;
using Gantry.Billing.Ledger;

namespace Gantry.Storage;

/// <summary>
/// Settles a batch inside its write: reads each wallet and each allowance once, pays request by request in memory, writes each back once.
/// Every request has an entry of its own in its wallet's book.
/// </summary>
internal sealed class SettlementRun
{
    private static readonly ImmutableArray<Func<Allowance, StoreValue>> Payments = [a => a.Paid, a => a.Id];

    private readonly DbConnection _connection;
    private readonly long _now;
    private readonly Dictionary<Guid, OpenWallet> _wallets = [];
    private readonly Dictionary<Guid, Allowance> _allowances = [];

    private SettlementRun(DbConnection connection, long now)
    {
        _connection = connection;
        _now = now;
    }

    /// <summary>Moves the money of these records and says what each has truly cost its wallet.</summary>
    /// <param name="connection">Inside its transaction.</param>
    /// <param name="records">None of them is in the store.</param>
    /// <param name="now">Microseconds since 1970 UTC.</param>
    /// <param name="writer">Gets what is to be written of it.</param>
    public static async Task<List<SettledRecord>> SettleAsync(DbConnection connection, IReadOnlyList<UsageRecord> records, long now, RowWriter writer)
    {
        var run = new SettlementRun(connection, now);
        await run.OpenAsync(records);
        var settled = new List<SettledRecord>(records.Count);
        foreach (var record in records) settled.Add(run.Settle(record));
        await run.SaveAsync(writer);
        return settled;
    }

    // A charge of nothing is an entry as well: it shows that the request was settled.
    private static UsageCharge? Due(UsageRecord record) =>
        record.Charge is { } charge && (record.Attempts > 0 || charge.CostNanos > 0) ? charge : null;

    private async Task OpenAsync(IReadOnlyList<UsageRecord> records)
    {
        var charges = records.Select(Due).OfType<UsageCharge>().ToList();
        if (charges.Count == 0) return;
        var wallets = await OpenWallet.OpenAsync(_connection, [.. charges.Select(charge => charge.WalletId.ToString()).Distinct()]);
        foreach (var id in charges.Select(charge => charge.WalletId).Distinct())
            _wallets[id] = wallets.GetValueOrDefault(id.ToString()) ?? throw new InvalidOperationException($"There is no wallet {id} to settle with.");

        var found = await _connection.QueryAsync<Allowance>(
            $"""
            SELECT id AS Id, wallet_id AS WalletId, remaining_nanos AS Remaining FROM allowances
            WHERE closed_at IS NULL AND id IN ({Dialect.Of(_connection).ValuesOf("@ids")})
            """,
            new { ids = Dialect.List(charges.Select(charge => charge.AllowanceId).OfType<Guid>().Distinct()) });
        foreach (var allowance in found) _allowances[Guid.Parse(allowance.Id)] = allowance;
    }

    private SettledRecord Settle(UsageRecord record)
    {
        if (Due(record) is not { } charge) return new SettledRecord(record, 0, 0);
        if (charge.CostNanos < 0 || charge.FromAllowanceNanos < 0 || charge.FromWalletNanos < 0)
            throw new InvalidOperationException($"The charge of request {record.RequestId} is below zero.");
        var wallet = _wallets[charge.WalletId];
        var allowance = charge.AllowanceId is { } id && _allowances.TryGetValue(id, out var open) && open.WalletId == wallet.Id ? open : null;
        var due = Math.Min(charge.FromAllowanceNanos, charge.CostNanos);
        var fromAllowance = Math.Min(due, allowance?.Remaining ?? 0);
        allowance?.Pay(fromAllowance);

        // What the allowance no longer has is asked of the wallet: a swept one has gone back there.
        due = Math.Min(due - fromAllowance + charge.FromWalletNanos, charge.CostNanos - fromAllowance);
        var fromWallet = Math.Min(due, wallet.Available);
        var paid = fromAllowance + fromWallet;
        var overrun = charge.CostNanos - paid;
        wallet.Post(
            "settle:" + record.RequestId,
            LedgerKind.Settle,
            _now,
            new LedgerNote(LedgerNote.Gateway, RequestId: record.RequestId),
            new LedgerLine(LedgerAccounts.Reserved, -fromAllowance),
            new LedgerLine(LedgerAccounts.Available, -fromWallet),
            new LedgerLine(LedgerAccounts.Overrun, -overrun),
            new LedgerLine(LedgerAccounts.Revenue, charge.CostNanos));
        return new SettledRecord(record, paid, overrun);
    }

    private async Task SaveAsync(RowWriter writer)
    {
        await OpenWallet.SaveAsync(writer, _wallets.Values);
        await writer.ChangeAsync(
            "UPDATE allowances SET remaining_nanos = remaining_nanos - @0 WHERE id = @1 AND closed_at IS NULL AND remaining_nanos >= @0",
            Payments,
            [.. _allowances.Values.Where(allowance => allowance.Paid > 0)],
            allowance => $"Allowance {allowance.Id} was changed by another writer in the middle of this one.");
    }

    private sealed class Allowance
    {
        public string Id { get; set; } = "";

        public string WalletId { get; set; } = "";

        public long Remaining { get; set; }

        public long Paid { get; private set; }

        public void Pay(long nanos)
        {
            Remaining -= nanos;
            Paid += nanos;
        }
    }
}
