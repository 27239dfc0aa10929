using System.Data.Common;
using Dapper;
using Gantry.Billing.Payments;
using Gantry.Catalog;

namespace Gantry.Storage;

/// <summary>The orders of all accounts, read.</summary>
internal sealed class PaymentBook(IDatabase database) : IPaymentBook
{
    private const string Lines =
        $"""
        SELECT {PaymentRecords.Columns}, changed_at AS ChangedAt, (SELECT a.email FROM accounts a WHERE a.id = payment_orders.account_id) AS Account,
            (SELECT t.at FROM ledger_transactions t WHERE t.id = 'topup:' || payment_orders.id) AS CreditedAt
        FROM payment_orders
        """;

    public Task<IReadOnlyList<PaymentLine>> PageAsync(PaymentFilter filter, (DateTimeOffset At, Guid Id)? before, int limit, CancellationToken cancellation) => database.ReadAsync(
        async connection => (IReadOnlyList<PaymentLine>)
        [
            .. (await connection.QueryAsync<Row>(
                $"{Lines} {Where(filter, before is not null)} ORDER BY created_at DESC, id DESC LIMIT @limit",
                new
                {
                    state = filter.State is { } state ? EnumWords.Of(state) : "",
                    now = UnixMicros.Of(filter.Now),
                    account = filter.AccountId?.ToString() ?? "",
                    like = LikeText.Prefix(filter.Search) ?? "",
                    email = LikeText.Prefix(filter.Search?.ToLowerInvariant()) ?? "",
                    from = UnixMicros.Of(filter.From) ?? 0,
                    to = UnixMicros.Of(filter.To) ?? 0,
                    at = before is { } place ? UnixMicros.Of(place.At) : 0,
                    id = before?.Id.ToString() ?? "",
                    limit,
                })).Select(row => row.ToLine()),
        ],
        cancellation);

    public Task<PaymentHistory?> FindAsync(Guid orderId, CancellationToken cancellation) => database.ReadAsync(
        async connection =>
        {
            var id = orderId.ToString();
            if ((await connection.QueryAsync<Row>($"{Lines} WHERE id = @id", new { id })).SingleOrDefault() is not { } row) return null;
            var line = row.ToLine();
            return new PaymentHistory(line, await EventsAsync(connection, id), await TakingsAsync(connection, line.Order));
        },
        cancellation);

    // Only what narrows is said: a null in a parameter has no type, and keeps an index from being used.
    private static string Where(PaymentFilter filter, bool goesOn)
    {
        var conditions = new List<string>();
        if (filter.AccountId is not null) conditions.Add("account_id = @account");
        if (filter.From is not null) conditions.Add("created_at >= @from");
        if (filter.To is not null) conditions.Add("created_at < @to");
        if (filter.Taken is { } taken) conditions.Add(taken ? "taken_nanos > 0" : "taken_nanos = 0");
        if (goesOn) conditions.Add("(created_at < @at OR (created_at = @at AND id < @id))");
        if (filter.State is { } state)
        {
            conditions.Add(state switch
            {
                OrderState.Created => "state = @state AND expires_at > @now",
                OrderState.Expired => "(state = @state OR (state = 'created' AND expires_at <= @now))",
                _ => "state = @state",
            });
        }

        if (filter.Search is not null)
        {
            conditions.Add(
                """
                (id LIKE @email ESCAPE '\' OR session_id LIKE @like ESCAPE '\' OR payment_id LIKE @like ESCAPE '\'
                    OR account_id IN (SELECT a.id FROM accounts a WHERE a.email LIKE @email ESCAPE '\'))
                """);
        }

        return conditions.Count == 0 ? "" : "WHERE " + string.Join(" AND ", conditions);
    }

    private static async Task<IReadOnlyList<PaymentEvent>> EventsAsync(DbConnection connection, string order) =>
    [
        .. (await connection.QueryAsync<(string Id, string Type, long At, string Outcome, string? Note)>(
            "SELECT event_id, type, received_at, outcome, note FROM payment_events WHERE order_id = @order ORDER BY received_at, event_id", new { order }))
            .Select(e => new PaymentEvent(e.Id, e.Type, UnixMicros.ToTime(e.At), e.Outcome, e.Note)),
    ];

    private static async Task<IReadOnlyList<PaymentTaking>> TakingsAsync(DbConnection connection, PaymentOrder order) => order.PaymentId is null ? [] :
    [
        .. (await connection.QueryAsync<(string Reference, string Kind, long Amount, string Standing, long At)>(
            """
            SELECT reference, kind, amount_minor, standing, changed_at FROM payment_takings
            WHERE provider = @Provider AND payment_id = @PaymentId AND live = @live ORDER BY changed_at, reference
            """,
            new { order.Provider, order.PaymentId, live = order.Live ? 1L : 0L }))
            .Select(t => new PaymentTaking(t.Reference, new Taking(EnumWords.Parse<TakingKind>(t.Kind), t.Amount, EnumWords.Parse<TakingStanding>(t.Standing)), UnixMicros.ToTime(t.At))),
    ];

    private sealed class Row : PaymentRecords.Row
    {
        public string Account { get; set; } = "";

        public long? CreditedAt { get; set; }

        public long ChangedAt { get; set; }

        public PaymentLine ToLine() => new(ToOrder(), Account, UnixMicros.ToTime(CreditedAt), UnixMicros.ToTime(ChangedAt));
    }
}
