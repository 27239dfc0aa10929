using System.Data.Common;
using Dapper;
using Gantry.Billing.Payments;
using Gantry.Billing.Pricing;
using Gantry.Catalog;

namespace Gantry.Storage;

/// <summary>Orders as columns.</summary>
internal static class PaymentRecords
{
    public const string Columns =
        """
        id AS Id, account_id AS AccountId, wallet_id AS WalletId, provider AS Provider, amount_minor AS AmountMinor, currency AS Currency,
        credit_nanos AS CreditNanos, live AS Live, state AS State, session_id AS SessionId, url AS Url, payment_id AS PaymentId,
        taken_nanos AS TakenNanos, movements AS Movements, idempotency_key AS IdempotencyKey, note AS Note, created_at AS CreatedAt, expires_at AS ExpiresAt
        """;

    /// <summary>The orders that a condition finds, the oldest first.</summary>
    public static async Task<IReadOnlyList<PaymentOrder>> FindAsync(DbConnection connection, string condition, object parameters) =>
        [.. (await connection.QueryAsync<Row>($"SELECT {Columns} FROM payment_orders WHERE {condition} ORDER BY created_at, id", parameters)).Select(r => r.ToOrder())];

    /// <summary>Those of an account, the newest first.</summary>
    public static async Task<IReadOnlyList<PaymentOrder>> PageAsync(DbConnection connection, Guid account, (DateTimeOffset At, Guid Id)? before, int limit) =>
        [.. (await connection.QueryAsync<Row>(
            $"""
            SELECT {Columns} FROM payment_orders
            WHERE account_id = @account {(before is null ? "" : "AND (created_at < @at OR (created_at = @at AND id < @id))")}
            ORDER BY created_at DESC, id DESC LIMIT @limit
            """,
            new { account = account.ToString(), at = before is { } place ? UnixMicros.Of(place.At) : 0, id = before?.Id.ToString(), limit })).Select(r => r.ToOrder())];

    /// <summary>One order, held until the write ends: another event about it waits here.</summary>
    public static async Task<PaymentOrder?> HoldAsync(DbConnection connection, string condition, object parameters)
    {
        await connection.ExecuteAsync($"UPDATE payment_orders SET state = state WHERE {condition}", parameters);
        return (await FindAsync(connection, condition, parameters)).SingleOrDefault();
    }

    /// <returns>False where the account has an order under this key.</returns>
    public static async Task<bool> InsertAsync(DbConnection connection, PaymentOrder order) => 1 == await connection.ExecuteAsync(
        """
        INSERT INTO payment_orders (id, account_id, wallet_id, provider, amount_minor, currency, credit_nanos, live, state, taken_nanos, movements,
            idempotency_key, created_at, expires_at, changed_at)
        VALUES (@Id, @AccountId, @WalletId, @Provider, @AmountMinor, @Currency, @CreditNanos, @Live, @State, 0, 0, @IdempotencyKey, @CreatedAt, @ExpiresAt, @CreatedAt)
        ON CONFLICT (account_id, idempotency_key) WHERE idempotency_key IS NOT NULL DO NOTHING
        """,
        new
        {
            Id = order.Id.ToString(),
            AccountId = order.AccountId.ToString(),
            WalletId = order.WalletId.ToString(),
            order.Provider,
            order.AmountMinor,
            order.Currency,
            CreditNanos = order.Credit.Nanos,
            Live = order.Live ? 1L : 0L,
            State = EnumWords.Of(order.State),
            order.IdempotencyKey,
            CreatedAt = UnixMicros.Of(order.CreatedAt),
            ExpiresAt = UnixMicros.Of(order.ExpiresAt),
        });

    /// <summary>An order as it lies in the store.</summary>
    public class Row
    {
        public string Id { get; set; } = "";
        public string AccountId { get; set; } = "";
        public string WalletId { get; set; } = "";
        public string Provider { get; set; } = "";
        public long AmountMinor { get; set; }
        public string Currency { get; set; } = "";
        public long CreditNanos { get; set; }
        public long Live { get; set; }
        public string State { get; set; } = "";
        public string? SessionId { get; set; }
        public string? Url { get; set; }
        public string? PaymentId { get; set; }
        public long TakenNanos { get; set; }
        public long Movements { get; set; }
        public string? IdempotencyKey { get; set; }
        public string? Note { get; set; }
        public long CreatedAt { get; set; }
        public long ExpiresAt { get; set; }

        public PaymentOrder ToOrder() => new()
        {
            Id = Guid.Parse(Id),
            AccountId = Guid.Parse(AccountId),
            WalletId = Guid.Parse(WalletId),
            Provider = Provider,
            AmountMinor = AmountMinor,
            Currency = Currency,
            Credit = new Money(CreditNanos),
            Live = Live != 0,
            State = EnumWords.Parse<OrderState>(State),
            SessionId = SessionId,
            Url = Url,
            PaymentId = PaymentId,
            Taken = new Money(TakenNanos),
            Movements = Movements,
            IdempotencyKey = IdempotencyKey,
            Note = Note,
            CreatedAt = UnixMicros.ToTime(CreatedAt),
            ExpiresAt = UnixMicros.ToTime(ExpiresAt),
        };
    }
}
