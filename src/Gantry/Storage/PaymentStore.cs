using System.Data.Common;
using Dapper;
using Gantry.Billing.Ledger;
using Gantry.Billing.Payments;
using Gantry.Catalog;

namespace Gantry.Storage;

/// <summary>Orders, the events about them and the credits that come of them. What is done about an event is judged by <see cref="OrderRules"/>.</summary>
internal sealed class PaymentStore(IDatabase database, TimeProvider time) : IPaymentStore
{
    /// <summary>So many orders an account may make in an hour: an order costs a call to the provider.</summary>
    private const int MostAnHour = 20;

    private long Now => UnixMicros.Of(time.GetUtcNow());

    public Task<PaymentOrder?> OpenAsync(PaymentOrder order, CancellationToken cancellation) => database.WriteAsync(
        async connection =>
        {
            var account = order.AccountId.ToString();
            if (order.IdempotencyKey is { } key && (await ByKeyAsync(connection, account, key)) is { } before) return before;
            var made = await connection.ExecuteScalarAsync<long>(
                "SELECT COUNT(*) FROM payment_orders WHERE account_id = @account AND created_at > @since",
                new { account, since = UnixMicros.Of(order.CreatedAt - TimeSpan.FromHours(1)) });
            if (made >= MostAnHour) return null;
            return await PaymentRecords.InsertAsync(connection, order) ? order : await ByKeyAsync(connection, account, order.IdempotencyKey!);
        },
        cancellation);

    public Task<PaymentOrder?> FindAsync(Guid orderId, CancellationToken cancellation) => database.ReadAsync(
        async connection => (await PaymentRecords.FindAsync(connection, "id = @id", new { id = orderId.ToString() })).SingleOrDefault(), cancellation);

    public Task<IReadOnlyList<PaymentOrder>> PageAsync(Guid accountId, (DateTimeOffset At, Guid Id)? before, int limit, CancellationToken cancellation) => database.ReadAsync(
        connection => PaymentRecords.PageAsync(connection, accountId, before, limit), cancellation);

    public Task NoteSessionAsync(Guid orderId, string sessionId, string url, CancellationToken cancellation) => database.WriteAsync(
        connection => connection.ExecuteAsync(
            "UPDATE payment_orders SET session_id = @sessionId, url = @url, changed_at = @Now WHERE id = @id AND (session_id IS NULL OR session_id = @sessionId)",
            new { id = orderId.ToString(), sessionId, url, Now }),
        cancellation);

    public Task<IReadOnlyList<PaymentOrder>> OpenOrdersAsync(string provider, DateTimeOffset since, CancellationToken cancellation) => database.ReadAsync(
        connection => PaymentRecords.FindAsync(
            connection, "provider = @provider AND state IN ('created', 'pending') AND created_at >= @since", new { provider, since = UnixMicros.Of(since) }),
        cancellation);

    public Task ExpireAsync(Guid orderId, CancellationToken cancellation) => database.WriteAsync(
        connection => connection.ExecuteAsync(
            "UPDATE payment_orders SET state = 'expired', changed_at = @Now WHERE id = @id AND state = 'created'", new { id = orderId.ToString(), Now }),
        cancellation);

    public Task<PaymentOutcome> ApplyAsync(PaymentReport report, CancellationToken cancellation) => database.WriteAsync(
        async connection =>
        {
            var at = Now;
            var isNew = await connection.ExecuteAsync(
                """
                INSERT INTO payment_events (provider, event_id, type, received_at, outcome) VALUES (@Provider, @EventId, @Type, @at, '')
                ON CONFLICT (provider, event_id) DO NOTHING
                """,
                new { report.Provider, report.EventId, report.Type, at });
            if (isNew == 0) return new PaymentOutcome(PaymentResult.Repeated);
            var outcome = report switch
            {
                SessionReport session => await ApplyAsync(connection, session, at),
                TakingReport taking => await TakingDesk.ApplyAsync(connection, taking, at),
                _ => throw new ArgumentException($"Nothing is known to do about a {report.GetType().Name}.", nameof(report)),
            };
            await connection.ExecuteAsync(
                "UPDATE payment_events SET outcome = @outcome, note = @Note, order_id = @order WHERE provider = @Provider AND event_id = @EventId",
                new { outcome = EnumWords.Of(outcome.Result), outcome.Note, order = outcome.OrderId?.ToString(), report.Provider, report.EventId });
            return outcome;
        },
        cancellation);

    private static async Task<PaymentOutcome> ApplyAsync(DbConnection connection, SessionReport report, long at)
    {
        var order = report.OrderId is { } id ? await PaymentRecords.HoldAsync(connection, "id = @id", new { id = id.ToString() }) : null;
        var verdict = OrderRules.Judge(order, report);
        if (verdict.Next is not { } next) return verdict.Outcome;
        await connection.ExecuteAsync(
            """
            UPDATE payment_orders SET state = @state, session_id = @SessionId, payment_id = COALESCE(@PaymentId, payment_id), note = @Note, changed_at = @at
            WHERE id = @id
            """,
            new { state = EnumWords.Of(next), report.SessionId, report.PaymentId, verdict.Outcome.Note, at, id = order!.Id.ToString() });
        if (next != OrderState.Paid) return verdict.Outcome;
        await CreditAsync(connection, order, at);
        // What was taken back before the payment was known to be ours.
        await TakingDesk.SettleAsync(connection, order with { State = next, PaymentId = report.PaymentId ?? order.PaymentId }, at);
        return verdict.Outcome;
    }

    private static async Task CreditAsync(DbConnection connection, PaymentOrder order, long at)
    {
        var posting = new LedgerPosting
        {
            TransactionId = order.CreditId,
            Kind = LedgerKind.TopUp,
            WalletId = order.WalletId,
            Amount = order.Credit,
            Counter = LedgerAccounts.Stripe,
            Actor = order.Provider,
        };
        if (await LedgerDesk.PostAsync(connection, posting, at) is not PostingResult.Posted and var result)
            throw new InvalidOperationException($"The credit of order {order.Id} could not be entered: {result}.");
    }

    private static async Task<PaymentOrder?> ByKeyAsync(DbConnection connection, string account, string key) =>
        (await PaymentRecords.FindAsync(connection, "account_id = @account AND idempotency_key = @key", new { account, key })).SingleOrDefault();
}
