using System.Data.Common;
using Dapper;
using Gantry.Tests.Relay.Money;
using Gantry.Tests.Storage;

namespace Gantry.Tests.Hosting;

/// <summary>Reads the books of a data folder with SQL of its own, beside a running server.</summary>
internal sealed class Auditor(Func<Task<DbConnection>> connect)
{
    public Auditor(string database)
        : this(() => TestStore.ConnectAsync(database))
    {
    }

    // One query for each rule of the ledger; each gives how often it is broken.
    private static readonly (string Rule, string Sql)[] Rules =
    [
        ("I-1: a transaction adds up to nothing", "SELECT COUNT(*) FROM (SELECT 1 FROM ledger_lines GROUP BY transaction_id HAVING SUM(amount_nanos) <> 0) AS uneven"),
        ("I-2: a wallet is the sum of its lines",
            """
            SELECT COUNT(*) FROM wallets w WHERE
                w.available_nanos <> (SELECT COALESCE(SUM(l.amount_nanos), 0) FROM ledger_lines l JOIN ledger_transactions t ON t.id = l.transaction_id WHERE t.wallet_id = w.id AND l.account = 'available')
                OR w.reserved_nanos <> (SELECT COALESCE(SUM(l.amount_nanos), 0) FROM ledger_lines l JOIN ledger_transactions t ON t.id = l.transaction_id WHERE t.wallet_id = w.id AND l.account = 'reserved')
                OR w.reserved_nanos <> (SELECT COALESCE(SUM(a.remaining_nanos), 0) FROM allowances a WHERE a.wallet_id = w.id AND a.closed_at IS NULL)
            """),
        ("I-3: nothing is below zero", "SELECT COUNT(*) FROM wallets WHERE available_nanos < 0 OR reserved_nanos < 0"),
        ("I-5: a request that was sent is settled once",
            "SELECT COUNT(*) FROM usage_records u WHERE u.attempts > 0 AND (SELECT COUNT(*) FROM ledger_transactions t WHERE t.request_id = u.request_id AND t.kind = 'settle') <> 1"),
        ("I-7: a record and its settlement say the same",
            """
            SELECT COUNT(*) FROM ledger_transactions t JOIN ledger_lines l ON l.transaction_id = t.id AND l.account = 'house:revenue'
            JOIN usage_records u ON u.request_id = t.request_id WHERE t.kind = 'settle' AND (u.cost_nanos <> l.amount_nanos OR u.charged_nanos + u.overrun_nanos <> u.cost_nanos)
            """),
        ("I-10: all accounts together are nothing", "SELECT COALESCE(SUM(amount_nanos), 0) FROM ledger_lines"),
    ];

    /// <summary>The rules that are broken.</summary>
    public async Task<IReadOnlyList<string>> BrokenAsync()
    {
        await using var connection = await OpenAsync();
        var broken = new List<string>();
        foreach (var (rule, sql) in Rules)
        {
            var times = await connection.ExecuteScalarAsync<long>(sql);
            if (times != 0) broken.Add($"{rule}: {times}");
        }

        return broken;
    }

    /// <summary>Allowances of runs that are no more.</summary>
    public async Task<long> ForgottenAsync()
    {
        await using var connection = await OpenAsync();
        return await connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM allowances WHERE closed_at IS NULL AND run < (SELECT MAX(id) FROM runs)");
    }

    /// <summary>What has come into all wallets, less what they still have, in nano-USD.</summary>
    public async Task<long> SpentAsync()
    {
        await using var connection = await OpenAsync();
        return await connection.ExecuteScalarAsync<long>(
            """
            SELECT -(SELECT COALESCE(SUM(amount_nanos), 0) FROM ledger_lines WHERE account LIKE 'external:%' OR account = 'house:promo')
                - (SELECT SUM(available_nanos + reserved_nanos - debt_nanos) FROM wallets)
            """);
    }

    /// <summary>The records of requests that were sent, by id.</summary>
    public async Task<IReadOnlyDictionary<string, Charged>> SentAsync()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        await using var connection = await OpenAsync();
        return (await connection.QueryAsync<Charged>("SELECT * FROM usage_records WHERE attempts > 0")).ToDictionary(r => r.RequestId);
    }

    private Task<DbConnection> OpenAsync() => connect();
}
