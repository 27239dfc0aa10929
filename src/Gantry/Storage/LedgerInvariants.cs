using System.Collections.Immutable;

namespace Gantry.Storage;

/// <summary>The invariants of the ledger as queries (reliability §5.4). Each gives what breaks it: whom it is about, and what is wrong.</summary>
internal static class LedgerInvariants
{
    /// <summary>A run that was not renewed for so long is dead, and should have been swept: it is taken for dead after a minute, and others look twice a minute.</summary>
    public const long DeadAfterMicros = 120_000_000;

    private const string Lines = "ledger_lines l JOIN ledger_transactions t ON t.id = l.transaction_id";

    public static readonly ImmutableArray<(string Check, string Sql)> All =
    [
        ("I-1",
            """
            SELECT transaction_id AS Subject, 'its lines add up to ' || CAST(SUM(amount_nanos) AS TEXT) || ', not to 0' AS Message
            FROM ledger_lines GROUP BY transaction_id HAVING SUM(amount_nanos) <> 0
            """),
        ("I-1",
            """
            SELECT l.transaction_id AS Subject, 'a line of ' || CAST(l.amount_nanos AS TEXT) || ' on ' || l.account || ' belongs to no transaction' AS Message
            FROM ledger_lines l LEFT JOIN ledger_transactions t ON t.id = l.transaction_id WHERE t.id IS NULL
            """),
        ("I-2", Balance("available", "available_nanos", 1)),
        ("I-2", Balance("reserved", "reserved_nanos", 1)),
        ("I-2", Balance("debt", "debt_nanos", -1)),
        ("I-2",
            """
            SELECT w.id AS Subject, 'reserved is ' || CAST(w.reserved_nanos AS TEXT) || ', open allowances hold ' || CAST(COALESCE(a.held, 0) AS TEXT) AS Message
            FROM wallets w
            LEFT JOIN (SELECT wallet_id, SUM(remaining_nanos) AS held FROM allowances WHERE closed_at IS NULL GROUP BY wallet_id) a ON a.wallet_id = w.id
            WHERE w.reserved_nanos <> COALESCE(a.held, 0)
            """),
        ("I-3",
            """
            SELECT id AS Subject, 'available ' || CAST(available_nanos AS TEXT) || ', reserved ' || CAST(reserved_nanos AS TEXT) ||
                ', debt ' || CAST(debt_nanos AS TEXT) AS Message
            FROM wallets WHERE available_nanos < 0 OR reserved_nanos < 0 OR debt_nanos < 0 OR (debt_nanos > 0 AND available_nanos > 0)
            """),
        ("I-3", "SELECT id AS Subject, 'remaining ' || CAST(remaining_nanos AS TEXT) AS Message FROM allowances WHERE remaining_nanos < 0"),
        ("I-4",
            """
            SELECT a.id AS Subject, 'holds ' || CAST(a.remaining_nanos AS TEXT) || ' for run ' || CAST(a.run AS TEXT) || ', which is no longer alive' AS Message
            FROM allowances a LEFT JOIN runs r ON r.id = a.run
            WHERE a.closed_at IS NULL AND a.remaining_nanos <> 0 AND (r.id IS NULL OR r.ended_at IS NOT NULL OR r.renewed_at < @now - @DeadAfterMicros)
            """),
        ("I-5",
            """
            SELECT u.request_id AS Subject, 'was dispatched and has ' || CAST(COUNT(t.id) AS TEXT) || ' settlements, not 1' AS Message
            FROM usage_records u LEFT JOIN ledger_transactions t ON t.request_id = u.request_id AND t.kind = 'settle'
            WHERE u.wallet_id IS NOT NULL AND (u.attempts > 0 OR u.cost_nanos > 0)
            GROUP BY u.request_id HAVING COUNT(t.id) <> 1
            """),
        // Before the first day that is kept records are gone, and with them their attempts; what they come to is held against the ledger by I-8.
        ("I-5",
            """
            SELECT t.id AS Subject, 'settles a request that has no usage record with a charge' AS Message
            FROM ledger_transactions t LEFT JOIN usage_records u ON u.request_id = t.request_id
            WHERE t.kind = 'settle' AND ((u.request_id IS NULL AND t.at >= (SELECT records_from FROM usage_kept)) OR
                (u.request_id IS NOT NULL AND (u.wallet_id IS NULL OR (u.attempts = 0 AND u.cost_nanos = 0))))
            """),
        ("I-6",
            """
            SELECT u.request_id AS Subject, CAST(u.attempts AS TEXT) || ' attempts, ' || CAST(COUNT(a.attempt_id) AS TEXT) || ' of them in the book of costs' AS Message
            FROM usage_records u LEFT JOIN attempt_costs a ON a.request_id = u.request_id
            WHERE u.wallet_id IS NOT NULL
            GROUP BY u.request_id, u.attempts HAVING COUNT(a.attempt_id) <> u.attempts
            """),
        ("I-6",
            """
            SELECT a.attempt_id AS Subject, 'belongs to request ' || a.request_id || ', which has no usage record' AS Message
            FROM attempt_costs a LEFT JOIN usage_records u ON u.request_id = a.request_id WHERE u.request_id IS NULL
            """),
        ("I-7",
            $"""
            SELECT u.request_id AS Subject, 'the record says ' || CAST(u.charged_nanos AS TEXT) || ' paid and ' || CAST(u.overrun_nanos AS TEXT) ||
                ' carried, the ledger ' || CAST(s.paid AS TEXT) || ' and ' || CAST(s.carried AS TEXT) AS Message
            FROM usage_records u
            JOIN (SELECT t.request_id, -SUM(CASE WHEN l.account IN ('reserved', 'available') THEN l.amount_nanos ELSE 0 END) AS paid,
                -SUM(CASE WHEN l.account = 'house:overrun' THEN l.amount_nanos ELSE 0 END) AS carried
                FROM {Lines} WHERE t.kind = 'settle' GROUP BY t.request_id) s ON s.request_id = u.request_id
            WHERE s.paid <> u.charged_nanos OR s.carried <> u.overrun_nanos
            """),
        ("I-8",
            $"""
            SELECT k.id || ' on day ' || CAST(k.day AS TEXT) AS Subject,
                'records ' || CAST(SUM(k.records) AS TEXT) || ', hourly sums ' || CAST(SUM(k.hours) AS TEXT) || ', ledger ' || CAST(SUM(k.ledger) AS TEXT) AS Message
            FROM (
                SELECT key_id AS id, started_at / 86400000000 AS day, SUM(charged_nanos - refunded_nanos) AS records, 0 AS hours, 0 AS ledger
                FROM usage_records WHERE key_id IS NOT NULL AND started_at >= (SELECT records_from FROM usage_kept) GROUP BY 1, 2
                UNION ALL
                SELECT key_id, hour / 86400000000, 0, SUM(charged_nanos - refunded_nanos), 0 FROM usage_hourly
                WHERE key_id <> '' AND hour >= (SELECT records_from FROM usage_kept) GROUP BY 1, 2
                UNION ALL
                SELECT u.key_id, u.started_at / 86400000000, 0, 0,
                    -SUM(CASE WHEN t.kind = 'settle' AND l.account IN ('reserved', 'available') THEN l.amount_nanos
                        WHEN t.kind = 'refund' AND l.account = 'house:refund' THEN -l.amount_nanos ELSE 0 END)
                FROM {Lines} JOIN usage_records u ON u.request_id = t.request_id
                WHERE t.kind IN ('settle', 'refund') AND u.key_id IS NOT NULL AND u.started_at >= (SELECT records_from FROM usage_kept) GROUP BY 1, 2) k
            GROUP BY k.id, k.day HAVING SUM(k.records) <> SUM(k.hours) OR SUM(k.records) <> SUM(k.ledger)
            """),
        ("I-8",
            $"""
            SELECT s.id AS Subject, 'since ever: hourly and monthly sums ' || CAST(SUM(s.sums) AS TEXT) || ', ledger ' || CAST(SUM(s.ledger) AS TEXT) AS Message
            FROM (
                SELECT account_id AS id, SUM(charged_nanos - refunded_nanos) AS sums, 0 AS ledger FROM usage_hourly WHERE account_id <> '' GROUP BY 1
                UNION ALL
                SELECT account_id, SUM(charged_nanos - refunded_nanos), 0 FROM usage_monthly WHERE account_id <> '' GROUP BY 1
                UNION ALL
                SELECT w.account_id, 0,
                    -SUM(CASE WHEN t.kind = 'settle' AND l.account IN ('reserved', 'available') THEN l.amount_nanos
                        WHEN t.kind = 'refund' AND l.account = 'house:refund' THEN -l.amount_nanos ELSE 0 END)
                FROM {Lines} JOIN wallets w ON w.id = t.wallet_id
                WHERE t.kind IN ('settle', 'refund') GROUP BY 1) s
            GROUP BY s.id HAVING SUM(s.sums) <> SUM(s.ledger)
            """),
        ("I-9",
            """
            SELECT 'credit:' || c.account_id || ':' || c.managed_by AS Subject, 'the grant of ' || CAST(c.amount_nanos AS TEXT) || ' is not in the ledger once' AS Message
            FROM credit_grants c LEFT JOIN (SELECT t.id, -SUM(l.amount_nanos) AS amount FROM ledger_transactions t
                JOIN ledger_lines l ON l.transaction_id = t.id WHERE l.account = 'house:promo' GROUP BY t.id) p
                ON p.id = 'credit:' || c.account_id || ':' || c.managed_by
            WHERE c.amount_nanos > 0 AND (p.id IS NULL OR p.amount <> c.amount_nanos)
            """),
        ("I-9",
            """
            SELECT o.id AS Subject, 'order ' || o.state || ' of ' || CAST(o.credit_nanos AS TEXT) || ', ' || CAST(o.taken_nanos AS TEXT) || ' taken back; the ledger says ' ||
                CAST(COALESCE(c.amount, 0) AS TEXT) || ' and ' || CAST(COALESCE(b.amount, 0) AS TEXT) AS Message
            FROM payment_orders o
            LEFT JOIN (SELECT t.id, -SUM(l.amount_nanos) AS amount FROM ledger_transactions t
                JOIN ledger_lines l ON l.transaction_id = t.id WHERE l.account = 'external:stripe' AND t.id LIKE 'topup:%' GROUP BY t.id) c ON c.id = 'topup:' || o.id
            LEFT JOIN (SELECT SUBSTR(t.id, 7, 36) AS order_id, SUM(l.amount_nanos) AS amount FROM ledger_transactions t
                JOIN ledger_lines l ON l.transaction_id = t.id WHERE l.account = 'external:stripe' AND t.id LIKE 'taken:%' GROUP BY 1) b ON b.order_id = o.id
            WHERE COALESCE(c.amount, 0) <> CASE WHEN o.state = 'paid' THEN o.credit_nanos ELSE 0 END OR COALESCE(b.amount, 0) <> o.taken_nanos
            """),
        ("I-9",
            """
            SELECT t.id AS Subject, 'credits an order that is not there' AS Message
            FROM ledger_transactions t LEFT JOIN payment_orders o ON 'topup:' || o.id = t.id WHERE t.id LIKE 'topup:%' AND o.id IS NULL
            """),
        ("I-9",
            """
            SELECT v.id AS Subject, CAST(v.uses AS TEXT) || ' uses of ' || CAST(v.amount_nanos AS TEXT) || ', ' || CAST(COUNT(t.id) AS TEXT) ||
                ' credits of ' || CAST(COALESCE(SUM(t.amount), 0) AS TEXT) || ' together' AS Message
            FROM redemption_codes v
            LEFT JOIN redemptions r ON r.code_id = v.id
            LEFT JOIN (SELECT t.id, -l.amount_nanos AS amount FROM ledger_transactions t
                JOIN ledger_lines l ON l.transaction_id = t.id WHERE t.kind = 'redeem' AND l.account = 'external:code') t ON t.id = r.transaction_id
            GROUP BY v.id, v.uses, v.amount_nanos HAVING COUNT(t.id) <> v.uses OR COALESCE(SUM(t.amount), 0) <> v.uses * v.amount_nanos
            """),
        ("I-9",
            """
            SELECT p.wallet_id AS Subject, 'plan ' || p.plan || ' granted ' || CAST(p.granted_nanos AS TEXT) || ', ' || CAST(COALESCE(g.amount, 0) AS TEXT) ||
                ' in the ledger' AS Message
            FROM plan_wallets p LEFT JOIN (SELECT t.wallet_id, -SUM(l.amount_nanos) AS amount FROM ledger_transactions t
                JOIN ledger_lines l ON l.transaction_id = t.id WHERE t.kind = 'credit' AND l.account = 'house:promo' GROUP BY t.wallet_id) g
                ON g.wallet_id = p.wallet_id
            WHERE p.granted_nanos <> COALESCE(g.amount, 0)
            """),
        ("I-9",
            """
            SELECT p.wallet_id AS Subject, 'its period has ended, and ' || CAST(w.available_nanos + w.reserved_nanos AS TEXT) || ' are still there' AS Message
            FROM plan_wallets p JOIN wallets w ON w.id = p.wallet_id
            WHERE p.ended_at IS NOT NULL AND w.available_nanos + w.reserved_nanos <> 0
            """),
        ("I-9",
            """
            SELECT u.request_id AS Subject, CAST(u.refunded_nanos AS TEXT) || ' refunded of ' || CAST(u.charged_nanos AS TEXT) ||
                ', ' || CAST(COALESCE(r.amount, 0) AS TEXT) || ' in the ledger' AS Message
            FROM usage_records u LEFT JOIN (SELECT t.request_id, -SUM(l.amount_nanos) AS amount FROM ledger_transactions t
                JOIN ledger_lines l ON l.transaction_id = t.id WHERE t.kind = 'refund' AND l.account = 'house:refund' GROUP BY t.request_id) r
                ON r.request_id = u.request_id
            WHERE u.refunded_nanos <> COALESCE(r.amount, 0) OR u.refunded_nanos > u.charged_nanos
            """),
        ("I-10",
            """
            SELECT 'all accounts' AS Subject, 'wallets ' || CAST(w.total AS TEXT) || ' and others ' || CAST(o.total AS TEXT) || ' do not add up to 0' AS Message
            FROM (SELECT COALESCE(SUM(available_nanos + reserved_nanos - debt_nanos), 0) AS total FROM wallets) w,
                (SELECT COALESCE(SUM(amount_nanos), 0) AS total FROM ledger_lines WHERE account NOT IN ('available', 'reserved', 'debt')) o
            WHERE w.total + o.total <> 0
            """),
        ("I-11",
            """
            SELECT request_id AS Subject, 'paid ' || CAST(charged_nanos AS TEXT) || ' of a cost of ' || CAST(cost_nanos AS TEXT) || ', with ' ||
                CAST(hold_nanos AS TEXT) || ' held: the overrun should be ' || CAST(cost_nanos - charged_nanos AS TEXT) || ', not ' || CAST(overrun_nanos AS TEXT) AS Message
            FROM usage_records WHERE wallet_id IS NOT NULL AND (charged_nanos > cost_nanos OR overrun_nanos < 0 OR charged_nanos + overrun_nanos <> cost_nanos)
            """),
    ];

    private static string Balance(string account, string column, int sign) =>
        $"""
        SELECT w.id AS Subject, '{account} is ' || CAST(w.{column} AS TEXT) || ', its lines add up to ' || CAST(COALESCE(s.total, 0) AS TEXT) AS Message
        FROM wallets w
        LEFT JOIN (SELECT t.wallet_id, {sign} * SUM(l.amount_nanos) AS total FROM {Lines} WHERE l.account = '{account}' GROUP BY t.wallet_id) s ON s.wallet_id = w.id
        WHERE w.{column} <> COALESCE(s.total, 0)
        """;
}
