using System.Data.Common;
using Dapper;
using Gantry.Billing.Caps;
using Gantry.Billing.Ledger;
using Gantry.Billing.Pricing;
using Gantry.Catalog;

namespace Gantry.Storage;

/// <summary>The wallets of plans in a database. The money in them moves as in any other: only their beginning and their end are of their own.</summary>
internal sealed class PlanStore(IDatabase database, TimeProvider time) : IPlanStore
{
    // A month may end for everybody at once: others get their turn at the database in between.
    private const int EndedAtOnce = 100;

    private const string Select =
        """
        SELECT wallet_id AS WalletId, account_id AS AccountId, plan AS Plan, period AS Period, overflow AS Overflow, granted_nanos AS Granted,
            starts_at AS StartsAt, ends_at AS EndsAt
        FROM plan_wallets WHERE ends_at > @Now
        """;

    private long Now => UnixMicros.Of(time.GetUtcNow());

    public Task<PlanWallet> OpenAsync(Guid accountId, PlanTerms terms, TimeZoneInfo zone, CancellationToken cancellation) =>
        database.WriteAsync(connection => OpenAsync(connection, accountId, terms, zone), cancellation);

    public Task<PlanWallet?> FindAsync(Guid accountId, CancellationToken cancellation) =>
        database.ReadAsync(connection => FindAsync(connection, accountId.ToString(), time.GetUtcNow()), cancellation);

    public Task<IReadOnlyList<PlanWallet>> RunningAsync(CancellationToken cancellation) => database.ReadAsync(
        async connection => (IReadOnlyList<PlanWallet>)[.. (await connection.QueryAsync<Row>(Select, new { Now })).Select(row => row.ToWallet())],
        cancellation);

    public async Task<int> EndAsync(CancellationToken cancellation)
    {
        var ended = 0;
        while (true)
        {
            var some = await database.WriteAsync(EndSomeAsync, cancellation);
            ended += some;
            if (some < EndedAtOnce) return ended;
        }
    }

    private async Task<PlanWallet> OpenAsync(DbConnection connection, Guid accountId, PlanTerms terms, TimeZoneInfo zone)
    {
        var account = accountId.ToString();
        var now = time.GetUtcNow();

        // Changes nothing, but holds the row: another node that opens the same period waits here until this one is done.
        if (await connection.ExecuteAsync("UPDATE wallets SET sequence = sequence WHERE id = @account", new { account }) != 1)
            throw new InvalidOperationException($"Account {account} has no wallet.");
        if (await FindAsync(connection, account, now) is not { } running) return await BeginAsync(connection, accountId, terms, terms.SpanAt(now, zone), UnixMicros.Of(now));
        if (!running.IsShortOf(terms)) return running;
        var id = running.WalletId.ToString();
        await connection.ExecuteAsync("UPDATE plan_wallets SET granted_nanos = @Nanos WHERE wallet_id = @id", new { terms.Amount.Nanos, id });
        await GrantAsync(connection, running, UnixMicros.Of(now), terms.Amount - running.Terms.Amount, $"plan+{terms.Amount.Nanos}:{account}:{UnixMicros.Of(running.Span.Start)}:{terms.Name}");
        return running with { Terms = running.Terms with { Amount = terms.Amount } };
    }

    private static async Task<PlanWallet> BeginAsync(DbConnection connection, Guid accountId, PlanTerms terms, SpendSpan span, long now)
    {
        var account = accountId.ToString();

        // Where the length of the period or the zone was changed, the last one may reach into this one: nobody is given two at a time.
        var last = await connection.ExecuteScalarAsync<long?>("SELECT MAX(ends_at) FROM plan_wallets WHERE account_id = @account", new { account });
        var start = UnixMicros.ToTime(Math.Max(UnixMicros.Of(span.Start), last ?? 0));
        var wallet = new PlanWallet(Guid.CreateVersion7(UnixMicros.ToTime(now)), accountId, terms, span with { Start = start });
        var row = new
        {
            Id = wallet.WalletId.ToString(),
            Account = account,
            terms.Name,
            Period = EnumWords.Of(terms.Period),
            Overflow = EnumWords.Of(terms.Overflow),
            terms.Amount.Nanos,
            StartsAt = UnixMicros.Of(start),
            EndsAt = UnixMicros.Of(span.End),
            Now = now,
        };
        await connection.ExecuteAsync(
            """
            INSERT INTO wallets (id, account_id, available_nanos, reserved_nanos, debt_nanos, sequence, head_hash, created_at)
            VALUES (@Id, @Account, 0, 0, 0, 0, '', @Now)
            """,
            row);
        await connection.ExecuteAsync(
            """
            INSERT INTO plan_wallets (wallet_id, account_id, plan, period, overflow, granted_nanos, starts_at, ends_at)
            VALUES (@Id, @Account, @Name, @Period, @Overflow, @Nanos, @StartsAt, @EndsAt)
            """,
            row);
        await GrantAsync(connection, wallet, now, terms.Amount, $"plan:{account}:{row.StartsAt}:{terms.Name}");
        return wallet;
    }

    private static async Task GrantAsync(DbConnection connection, PlanWallet wallet, long at, Money amount, string transactionId)
    {
        var posting = new LedgerPosting
        {
            TransactionId = transactionId,
            Kind = LedgerKind.Credit,
            WalletId = wallet.WalletId,
            Amount = amount,
            Counter = LedgerAccounts.Promotion,
            Actor = LedgerNote.Gateway,
            Reason = $"plan {wallet.Terms.Name}",
        };
        if (await LedgerDesk.PostAsync(connection, posting, at) is not PostingResult.Posted and var result)
            throw new InvalidOperationException($"The allowance of plan {wallet.Terms.Name} could not be entered for account {wallet.AccountId}: {result}.");
    }

    private async Task<int> EndSomeAsync(DbConnection connection)
    {
        // What running gateways still have set aside may be spent by requests that began in time: its turn comes when it is back.
        var due = (await connection.QueryAsync<string>(
            """
            SELECT p.wallet_id FROM plan_wallets p JOIN wallets w ON w.id = p.wallet_id
            WHERE p.ended_at IS NULL AND p.ends_at <= @Now AND w.reserved_nanos = 0 ORDER BY p.wallet_id LIMIT @EndedAtOnce
            """,
            new { Now, EndedAtOnce })).AsList();
        foreach (var id in due)
        {
            // Read again under its lock: another node may have been faster.
            if (await OpenWallet.OpenAsync(connection, id) is not { Reserved: 0 } wallet) continue;
            if (wallet.Available > 0)
            {
                wallet.Post(
                    $"plan-end:{id}:{wallet.Sequence}",
                    LedgerKind.Adjust,
                    Now,
                    new LedgerNote(LedgerNote.Gateway, "the period of the plan has ended"),
                    new LedgerLine(LedgerAccounts.Available, -wallet.Available),
                    new LedgerLine(LedgerAccounts.Promotion, wallet.Available));
                await OpenWallet.SaveAsync(connection, [wallet]);
            }

            await connection.ExecuteAsync("UPDATE plan_wallets SET ended_at = @Now WHERE wallet_id = @id", new { Now, id });
        }

        return due.Count;
    }

    private static async Task<PlanWallet?> FindAsync(DbConnection connection, string account, DateTimeOffset now) =>
        (await connection.QuerySingleOrDefaultAsync<Row>($"{Select} AND account_id = @account", new { Now = UnixMicros.Of(now), account }))?.ToWallet();

    private sealed class Row
    {
        public string WalletId { get; set; } = "";
        public string AccountId { get; set; } = "";
        public string Plan { get; set; } = "";
        public string Period { get; set; } = "";
        public string Overflow { get; set; } = "";
        public long Granted { get; set; }
        public long StartsAt { get; set; }
        public long EndsAt { get; set; }

        public PlanWallet ToWallet() => new(
            Guid.Parse(WalletId),
            Guid.Parse(AccountId),
            new PlanTerms(Plan, new Money(Granted), EnumWords.Parse<PlanPeriod>(Period), EnumWords.Parse<PlanOverflow>(Overflow)),
            new SpendSpan(UnixMicros.ToTime(StartsAt), UnixMicros.ToTime(EndsAt)));
    }
}
