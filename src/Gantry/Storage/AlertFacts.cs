using Dapper;
using Gantry.Alerts;
using Gantry.Billing.Pricing;

namespace Gantry.Storage;

/// <summary>What alerts are made of, read from a database.</summary>
internal sealed class AlertFacts(IDatabase database) : IAlertFacts
{
    public Task<IReadOnlyList<BalanceFact>> BalancesAsync(CancellationToken cancellation) => database.ReadAsync(
        async connection =>
        {
            // The words of the inner condition are those of the index ledger_money_in. What came in is what did not come out of the wallet itself.
            var rows = await connection.QueryAsync<Balance>(
                """
                SELECT w.account_id AS AccountId, CASE WHEN c.kind = 'team' THEN 'team ' || c.email ELSE c.email END AS Email, w.available_nanos + w.reserved_nanos AS Total, p.low_balance_nanos AS Threshold,
                    (SELECT -SUM(l.amount_nanos) FROM ledger_lines l
                     WHERE l.account NOT IN ('available', 'reserved', 'debt') AND l.transaction_id =
                        (SELECT t.id FROM ledger_transactions t WHERE t.wallet_id = w.id AND t.kind IN ('top_up', 'redeem', 'credit') ORDER BY t.sequence DESC LIMIT 1)) AS LastTopUp
                FROM wallets w JOIN accounts c ON c.id = w.account_id LEFT JOIN alert_preferences p ON p.account_id = w.account_id
                WHERE w.id = w.account_id AND c.disabled_by IS NULL
                """);
            return (IReadOnlyList<BalanceFact>)
            [
                .. rows.Where(row => row.LastTopUp is > 0)
                    .Select(row => new BalanceFact(Guid.Parse(row.AccountId), row.Email, new Money(row.Total), new Money(row.LastTopUp!.Value), row.Threshold is { } nanos ? new Money(nanos) : null)),
            ];
        },
        cancellation);

    public Task<IReadOnlyList<HourFact>> HoursAsync(DateTimeOffset from, DateTimeOffset latest, Money least, CancellationToken cancellation) => database.ReadAsync(
        async connection =>
        {
            var rows = await connection.QueryAsync<Hour>(
                """
                SELECT key_id AS KeyId, MAX(account_id) AS AccountId, hour AS At, CAST(SUM(charged_nanos - refunded_nanos) AS BIGINT) AS Nanos FROM usage_hourly
                WHERE hour >= @from AND key_id IN
                    (SELECT key_id FROM usage_hourly WHERE hour >= @latest AND key_id <> '' GROUP BY key_id, hour HAVING SUM(charged_nanos - refunded_nanos) >= @Nanos)
                GROUP BY key_id, hour ORDER BY key_id, hour
                """,
                new { from = UnixMicros.Of(from), latest = UnixMicros.Of(latest), least.Nanos });
            return (IReadOnlyList<HourFact>)[.. rows.Select(row => new HourFact(Guid.Parse(row.KeyId), Guid.Parse(row.AccountId), UnixMicros.ToTime(row.At), new Money(row.Nanos)))];
        },
        cancellation);

    private sealed record Balance
    {
        public string AccountId { get; init; } = "";

        public string Email { get; init; } = "";

        public long Total { get; init; }

        public long? Threshold { get; init; }

        public long? LastTopUp { get; init; }
    }

    private sealed record Hour
    {
        public string KeyId { get; init; } = "";

        public string AccountId { get; init; } = "";

        public long At { get; init; }

        public long Nanos { get; init; }
    }
}
