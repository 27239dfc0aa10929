using System.Data.Common;
using Dapper;

namespace Gantry.Storage;

/// <summary>What a store comes to at one moment: two stores with the same totals, schema and end of the audit log hold the same money. Money in nano-USD.</summary>
internal sealed record StoreTotals
{
    /// <summary>The last step of the schema.</summary>
    public long Schema { get; init; }

    public long Accounts { get; init; }

    public long Keys { get; init; }

    public long Wallets { get; init; }

    public long AvailableNanos { get; init; }

    public long ReservedNanos { get; init; }

    public long DebtNanos { get; init; }

    public long LedgerTransactions { get; init; }

    /// <summary>What was posted to wallets and taken from them, without regard to the sign.</summary>
    public long MovedNanos { get; init; }

    public long UsageRecords { get; init; }

    public long ChargedNanos { get; init; }

    public long AuditRows { get; init; }

    /// <summary>The last row of the audit log and its link, as <c>gantry audit verify --head</c> takes them.</summary>
    public string AuditHead { get; init; } = "";

    /// <summary>Reads them; in a transaction they are of one moment.</summary>
    public static Task<StoreTotals> ReadAsync(DbConnection connection) => connection.QuerySingleAsync<StoreTotals>(
        """
        SELECT
            (SELECT CAST(COALESCE(MAX(number), 0) AS BIGINT) FROM schema_migrations) AS Schema,
            (SELECT COUNT(*) FROM accounts) AS Accounts,
            (SELECT COUNT(*) FROM api_keys) AS Keys,
            (SELECT COUNT(*) FROM wallets) AS Wallets,
            (SELECT CAST(COALESCE(SUM(available_nanos), 0) AS BIGINT) FROM wallets) AS AvailableNanos,
            (SELECT CAST(COALESCE(SUM(reserved_nanos), 0) AS BIGINT) FROM wallets) AS ReservedNanos,
            (SELECT CAST(COALESCE(SUM(debt_nanos), 0) AS BIGINT) FROM wallets) AS DebtNanos,
            (SELECT COUNT(*) FROM ledger_transactions) AS LedgerTransactions,
            (SELECT CAST(COALESCE(SUM(ABS(amount_nanos)), 0) AS BIGINT) FROM ledger_lines) AS MovedNanos,
            (SELECT COUNT(*) FROM usage_records) AS UsageRecords,
            (SELECT CAST(COALESCE(SUM(charged_nanos), 0) AS BIGINT) FROM usage_records) AS ChargedNanos,
            (SELECT COUNT(*) FROM audit_log) AS AuditRows,
            (SELECT CAST(seq AS TEXT) || ':' || chain FROM audit_head WHERE id = 1) AS AuditHead
        """,
        commandTimeout: (int)Patience.TotalSeconds);

    // Tables of years are read from one end to the other.
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);
}
