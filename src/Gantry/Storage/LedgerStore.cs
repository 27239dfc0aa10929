using System.Data.Common;
using Dapper;
using Gantry.Billing.Caps;
using Gantry.Billing.Ledger;
using Gantry.Billing.Pricing;
using Gantry.Nodes;

namespace Gantry.Storage;

/// <summary>Wallets, runs and allowances in a database. Settlements are in <see cref="UsageStore"/>: they share the usage record's commit.</summary>
internal sealed class LedgerStore(IDatabase database, TimeProvider time) : ILedgerStore
{
    private long Now => UnixMicros.Of(time.GetUtcNow());

    public Task<long> BeginRunAsync(NodeFacts node, CancellationToken cancellation) => database.WriteAsync(
        async connection =>
        {
            var id = 1 + await connection.ExecuteScalarAsync<long>("SELECT COALESCE(MAX(id), 0) FROM runs");
            await connection.ExecuteAsync(
                "INSERT INTO runs (id, node, instance, version, started_at, renewed_at) VALUES (@id, @Machine, @Instance, @Version, @Now, @renewed)",
                new { id, node.Machine, node.Instance, node.Version, Now, renewed = await RunRecords.NowAsync(connection, time) });
            return id;
        },
        cancellation);

    public Task<NodeCensus> RenewRunAsync(long run, CancellationToken cancellation) => database.WriteAsync(connection => RunRecords.RenewAsync(connection, run, time), cancellation);

    public Task EndRunAsync(long run, CancellationToken cancellation) => database.WriteAsync(connection => EndAsync(connection, [run]), cancellation);

    public Task<Reserved> ReserveAsync(ReserveAsk ask, CancellationToken cancellation) =>
        database.WriteAsync(connection => ReserveAsync(connection, ask), cancellation);

    public Task<Money> ReleaseAsync(Guid allowanceId, Money amount, Guid id, CancellationToken cancellation) => database.WriteAsync(
        async connection =>
        {
            var allowance = allowanceId.ToString();
            if (await DoneAsync(connection, id) is { } done) return new Money(-done);
            var walletId = await connection.ExecuteScalarAsync<string?>("SELECT wallet_id FROM allowances WHERE id = @allowance", new { allowance });
            if (walletId is null || await OpenWallet.OpenAsync(connection, walletId) is not { } wallet) return Money.Zero;
            var back = await GiveBackAsync(connection, wallet, allowance, amount.Nanos, null, id);
            await OpenWallet.SaveAsync(connection, [wallet]);
            return new Money(back);
        },
        cancellation);

    public Task<int> SweepAsync(IReadOnlyCollection<long> alive, CancellationToken cancellation) => database.WriteAsync(
        async connection => await EndAsync(connection, [.. (await RunRecords.OpenAsync(connection)).Where(run => !alive.Contains(run))]), cancellation);

    public Task<int> SweepDeadAsync(long run, CancellationToken cancellation) => database.WriteAsync(
        async connection => await EndAsync(connection, await RunRecords.DeadAsync(connection, run, time)), cancellation);

    public Task<PostingResult> PostAsync(LedgerPosting posting, CancellationToken cancellation) =>
        database.WriteAsync(connection => LedgerDesk.PostAsync(connection, posting, Now), cancellation);

    public Task<WalletBalance?> BalanceAsync(Guid walletId, CancellationToken cancellation) => database.ReadAsync(
        async connection =>
        {
            var found = (await connection.QueryAsync<(long Available, long Reserved, long Debt)>(
                "SELECT available_nanos, reserved_nanos, debt_nanos FROM wallets WHERE id = @id", new { id = walletId.ToString() })).AsList();
            return found is [var (available, reserved, debt)] ? new WalletBalance(walletId, new Money(available), new Money(reserved), new Money(debt)) : null;
        },
        cancellation);

    public Task<Money> SpentAsync(SpendScope scope, string id, DateTimeOffset? since, long exceptRun, CancellationToken cancellation) =>
        database.ReadAsync(connection => SpentQuery.RunAsync(connection, scope, id, since, [exceptRun]), cancellation);

    public Task<ShareGrant> TakeCapAsync(long run, ShareAsk ask, SpendKey key, int nodes, CancellationToken cancellation) => database.WriteAsync(
        async connection =>
        {
            var holders = await ShareRecords.HoldersAsync(connection, ask.Subject);
            var gone = await SpentQuery.RunAsync(connection, key.Scope, key.Id, key.Since, [.. holders.Append(run).Distinct()]);
            return await ShareRecords.TakeAsync(connection, run, ask, gone.Nanos, nodes);
        },
        cancellation);

    public Task KeepCapAsync(long run, string subject, long keep, CancellationToken cancellation) => database.WriteAsync(
        async connection =>
        {
            await ShareRecords.KeepAsync(connection, run, subject, keep);
            return true;
        },
        cancellation);

    private async Task<Reserved> ReserveAsync(DbConnection connection, ReserveAsk ask)
    {
        var (allowance, run) = (ask.AllowanceId.ToString(), ask.Run);
        if (await DoneAsync(connection, ask.Id) is { } done) return new Reserved(new Money(done), Money.Zero);
        if (await OpenWallet.OpenAsync(connection, ask.WalletId.ToString()) is not { Debt: 0 } wallet) return default;
        var granted = ask.From(new Money(wallet.Available)).Nanos;
        if (granted <= 0) return await ElsewhereAsync(connection, ask);
        var noted = await connection.ExecuteAsync(
            """
            INSERT INTO allowances (id, wallet_id, run, granted_nanos, remaining_nanos, opened_at)
            SELECT @allowance, @Id, id, @granted, @granted, @Now FROM runs WHERE id = @run AND ended_at IS NULL
            ON CONFLICT (id) DO UPDATE SET granted_nanos = allowances.granted_nanos + @granted, remaining_nanos = allowances.remaining_nanos + @granted
            WHERE allowances.closed_at IS NULL AND allowances.wallet_id = @Id AND allowances.run = @run
            """,
            new { allowance, wallet.Id, run, granted, Now });
        if (noted != 1) throw new RunEndedException(run);
        wallet.Post(
            ask.Id.ToString(),
            LedgerKind.Reserve,
            Now,
            new LedgerNote(LedgerNote.Gateway),
            new LedgerLine(LedgerAccounts.Available, -granted),
            new LedgerLine(LedgerAccounts.Reserved, granted));
        await OpenWallet.SaveAsync(connection, [wallet]);
        return new Reserved(new Money(granted), Money.Zero);
    }

    private static async Task<Reserved> ElsewhereAsync(DbConnection connection, ReserveAsk ask)
    {
        if (ask.Nodes == 1) return default;
        var elsewhere = await connection.ExecuteScalarAsync<long>(
            "SELECT CAST(COALESCE(SUM(remaining_nanos), 0) AS BIGINT) FROM allowances WHERE wallet_id = @wallet AND closed_at IS NULL AND run <> @Run",
            new { wallet = ask.WalletId.ToString(), ask.Run });
        if (elsewhere > 0) await NodeWire.SayAsync(connection, NodeWords.Lacks(ask.Run, NodeWords.Wallet(ask.WalletId)));
        return new Reserved(Money.Zero, new Money(elsewhere));
    }

    private async Task<int> EndAsync(DbConnection connection, IReadOnlyCollection<long> dead)
    {
        if (dead.Count == 0) return 0;
        var open = await connection.QueryAsync<(string Id, string WalletId, long Run)>(
            "SELECT id, wallet_id, run FROM allowances WHERE closed_at IS NULL ORDER BY wallet_id, id");
        var left = open.Where(allowance => dead.Contains(allowance.Run)).ToList();
        foreach (var ofWallet in left.GroupBy(allowance => allowance.WalletId))
        {
            var wallet = await OpenWallet.OpenAsync(connection, ofWallet.Key)
                ?? throw new InvalidOperationException($"Wallet {ofWallet.Key} has allowances but is not there.");
            foreach (var (id, _, _) in ofWallet)
            {
                await GiveBackAsync(connection, wallet, id, long.MaxValue, "its run has ended", Guid.CreateVersion7(time.GetUtcNow()));
                await connection.ExecuteAsync("UPDATE allowances SET closed_at = @Now WHERE id = @id AND closed_at IS NULL", new { id, Now });
            }

            await OpenWallet.SaveAsync(connection, [wallet]);
        }

        await RunRecords.EndAsync(connection, dead, Now);
        return left.Count;
    }

    private async Task<long> GiveBackAsync(DbConnection connection, OpenWallet wallet, string allowance, long most, string? reason, Guid id)
    {
        var remaining = await connection.ExecuteScalarAsync<long?>(
            "SELECT remaining_nanos FROM allowances WHERE id = @allowance AND closed_at IS NULL", new { allowance });
        var back = Math.Min(remaining ?? 0, most);
        if (back <= 0) return 0;
        await connection.ExecuteAsync(
            "UPDATE allowances SET remaining_nanos = remaining_nanos - @back WHERE id = @allowance AND closed_at IS NULL AND remaining_nanos >= @back",
            new { allowance, back });
        wallet.Raise(id.ToString(), LedgerKind.Release, Now, new LedgerNote(LedgerNote.Gateway, reason), LedgerAccounts.Reserved, back);
        return back;
    }

    // What an entry with this id has added to what is reserved: its answer was lost, and it is asked for again. Null for none.
    private static Task<long?> DoneAsync(DbConnection connection, Guid id) => connection.ExecuteScalarAsync<long?>(
        "SELECT amount_nanos FROM ledger_lines WHERE transaction_id = @id AND account = @account", new { id = id.ToString(), account = LedgerAccounts.Reserved });
}
