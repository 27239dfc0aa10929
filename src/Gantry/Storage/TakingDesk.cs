using System.Data.Common;
using Dapper;
using Gantry.Billing.Ledger;
using Gantry.Billing.Payments;
using Gantry.Billing.Pricing;
using Gantry.Catalog;

namespace Gantry.Storage;

/// <summary>
/// Money that payers get back. Each word about a refund or dispute is kept; the ledger then moves by the difference between what all of them
/// together take and what has been taken. So it does not matter in which order they come, or which of them come twice.
/// </summary>
internal static class TakingDesk
{
    public static async Task<PaymentOutcome> ApplyAsync(DbConnection connection, TakingReport report, long at)
    {
        var order = await PaymentRecords.HoldAsync(
            connection, "provider = @Provider AND payment_id = @PaymentId", new { report.Provider, report.PaymentId });
        if (order is not null && (order.Live != report.Live || order.Currency != report.Currency))
            return new PaymentOutcome(PaymentResult.Refused, order.Id, "mode or currency is not that of the order");
        await KeepAsync(connection, report, at);
        if (order is not { State: OrderState.Paid }) return new PaymentOutcome(PaymentResult.Waiting, order?.Id);
        var moved = await SettleAsync(connection, order, at);
        return new PaymentOutcome(moved.IsZero ? PaymentResult.Unchanged : moved > Money.Zero ? PaymentResult.Taken : PaymentResult.GivenBack, order.Id);
    }

    /// <summary>Moves what is still to be moved.</summary>
    /// <param name="connection">Inside its transaction.</param>
    /// <param name="order">Paid, and held.</param>
    /// <param name="at">Microseconds since 1970 UTC.</param>
    /// <returns>Above zero what was taken from the wallet, below zero what it got back.</returns>
    public static async Task<Money> SettleAsync(DbConnection connection, PaymentOrder order, long at)
    {
        var rows = await connection.QueryAsync<(string Kind, long Amount, string Standing)>(
            "SELECT kind, amount_minor, standing FROM payment_takings WHERE provider = @Provider AND payment_id = @PaymentId AND live = @live",
            new { order.Provider, order.PaymentId, live = order.Live ? 1L : 0L });
        var taken = Taking.Of(order, [.. rows.Select(r => Parse(r.Kind, r.Amount, r.Standing))]);
        var move = taken - order.Taken;
        if (move.IsZero) return move;
        var posting = new LedgerPosting
        {
            TransactionId = order.NextTakingId,
            Kind = move > Money.Zero ? LedgerKind.Chargeback : LedgerKind.Adjust,
            WalletId = order.WalletId,
            Amount = -move,
            Counter = LedgerAccounts.Stripe,
            Actor = order.Provider,
            Reason = move > Money.Zero ? $"refund or dispute of order {order.Id}" : $"refund or dispute of order {order.Id} came to nothing",
        };
        if (await LedgerDesk.PostAsync(connection, posting, at) is not PostingResult.Posted and var result)
            throw new InvalidOperationException($"What was taken back of order {order.Id} could not be entered: {result}.");
        await connection.ExecuteAsync(
            "UPDATE payment_orders SET taken_nanos = @Nanos, movements = movements + 1, changed_at = @at WHERE id = @id",
            new { taken.Nanos, at, id = order.Id.ToString() });
        return move;
    }

    private static async Task KeepAsync(DbConnection connection, TakingReport report, long at)
    {
        var known = (await connection.QueryAsync<(string Kind, long Amount, string Standing)>(
            "SELECT kind, amount_minor, standing FROM payment_takings WHERE provider = @Provider AND reference = @Reference",
            new { report.Provider, report.Reference })).AsList();
        var word = new Taking(report.Kind, report.AmountMinor, report.Standing);
        var kept = known is [var row] ? Parse(row.Kind, row.Amount, row.Standing).With(word) : word;
        await connection.ExecuteAsync(
            """
            INSERT INTO payment_takings (provider, reference, payment_id, live, kind, amount_minor, standing, changed_at)
            VALUES (@Provider, @Reference, @PaymentId, @live, @kind, @AmountMinor, @standing, @at)
            ON CONFLICT (provider, reference) DO UPDATE SET amount_minor = excluded.amount_minor, standing = excluded.standing, changed_at = excluded.changed_at
            """,
            new
            {
                report.Provider,
                report.Reference,
                report.PaymentId,
                live = report.Live ? 1L : 0L,
                kind = EnumWords.Of(kept.Kind),
                kept.AmountMinor,
                standing = EnumWords.Of(kept.Standing),
                at,
            });
    }

    private static Taking Parse(string kind, long amount, string standing) =>
        new(EnumWords.Parse<TakingKind>(kind), amount, EnumWords.Parse<TakingStanding>(standing));
}
