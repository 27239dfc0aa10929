using System.Data.Common;
using Dapper;
using Gantry.Billing.Caps;
using Gantry.Billing.Ledger;
using Gantry.Billing.Pricing;

namespace Gantry.Storage;

/// <summary>Wallets, runs and allowances in a database. Settlements are in <see cref="UsageStore"/>: they share the usage record's commit.</summary>
internal sealed class LedgerStore(IDatabase database, TimeProvider time) : ILedgerStore
{
    private long Now => UnixMicros.Of(time.GetUtcNow());

    public Task<long> BeginRunAsync(string node, CancellationToken cancellation) => database.WriteAsync(
        async connection =>
        {
            var id = 1 + await connection.ExecuteScalarAsync<long>("SELECT COALESCE(MAX(id), 0) FROM runs");
            await connection.ExecuteAsync(
                "INSERT INTO runs (id, node, started_at, renewed_at) VALUES (@id, @node, @Now, @Now)", new { id, node, Now });
            return id;
        },
        cancellation);

    public Task RenewRunAsync(long run, CancellationToken cancellation) => database.WriteAsync(
        async connection =>
        {
            var renewed = await connection.ExecuteAsync("UPDATE runs SET renewed_at = @Now WHERE id = @run AND ended_at IS NULL", new { run, Now });
            return renewed == 1 ? true : throw new InvalidOperationException($"Run {run} has been ended: its allowances were given back.");
        },
        cancellation);

    public Task<Money> ReserveAsync(Guid walletId, Guid allowanceId, long run, Money want, Money least, CancellationToken cancellation) =>
        database.WriteAsync(connection => ReserveAsync(connection, walletId, allowanceId.ToString(), run, want, least), cancellation);

    public Task<Money> ReleaseAsync(Guid allowanceId, Money amount, CancellationToken cancellation) => database.WriteAsync(
        async connection =>
        {
            var allowance = allowanceId.ToString();
            var walletId = await connection.ExecuteScalarAsync<string?>("SELECT wallet_id FROM allowances WHERE id = @allowance", new { allowance });
            if (walletId is null || await OpenWallet.OpenAsync(connection, walletId) is not { } wallet) return Money.Zero;
            var back = await GiveBackAsync(connection, wallet, allowance, amount.Nanos, null);
            await OpenWallet.SaveAsync(connection, [wallet]);
            return new Money(back);
        },
        cancellation);

    public Task<int> SweepAsync(IReadOnlyCollection<long> alive, CancellationToken cancellation) => database.WriteAsync(
        async connection =>
        {
            var open = await connection.QueryAsync<(string Id, string WalletId, long Run)>(
                "SELECT id, wallet_id, run FROM allowances WHERE closed_at IS NULL ORDER BY wallet_id, id");
            var dead = open.Where(allowance => !alive.Contains(allowance.Run)).ToList();
            foreach (var ofWallet in dead.GroupBy(allowance => allowance.WalletId))
            {
                var wallet = await OpenWallet.OpenAsync(connection, ofWallet.Key)
                    ?? throw new InvalidOperationException($"Wallet {ofWallet.Key} has allowances but is not there.");
                foreach (var (id, _, _) in ofWallet)
                {
                    await GiveBackAsync(connection, wallet, id, long.MaxValue, "its run has ended");
                    await connection.ExecuteAsync("UPDATE allowances SET closed_at = @Now WHERE id = @id AND closed_at IS NULL", new { id, Now });
                }

                await OpenWallet.SaveAsync(connection, [wallet]);
            }

            var running = await connection.QueryAsync<long>("SELECT id FROM runs WHERE ended_at IS NULL ORDER BY id");
            foreach (var run in running.Where(run => !alive.Contains(run)))
                await connection.ExecuteAsync("UPDATE runs SET ended_at = @Now WHERE id = @run", new { Now, run });
            return dead.Count;
        },
        cancellation);

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
        database.ReadAsync(connection => SpentQuery.RunAsync(connection, scope, id, since, exceptRun), cancellation);

    private async Task<Money> ReserveAsync(DbConnection connection, Guid walletId, string allowance, long run, Money want, Money least)
    {
        if (await OpenWallet.OpenAsync(connection, walletId.ToString()) is not { Debt: 0 } wallet) return Money.Zero;
        var granted = Math.Min(want.Nanos, wallet.Available);
        if (granted <= 0 || granted < least.Nanos) return Money.Zero;
        var noted = await connection.ExecuteAsync(
            """
            INSERT INTO allowances (id, wallet_id, run, granted_nanos, remaining_nanos, opened_at)
            SELECT @allowance, @Id, id, @granted, @granted, @Now FROM runs WHERE id = @run AND ended_at IS NULL
            ON CONFLICT (id) DO UPDATE SET granted_nanos = allowances.granted_nanos + @granted, remaining_nanos = allowances.remaining_nanos + @granted
            WHERE allowances.closed_at IS NULL AND allowances.wallet_id = @Id AND allowances.run = @run
            """,
            new { allowance, wallet.Id, run, granted, Now });
        if (noted != 1) throw new InvalidOperationException($"Allowance {allowance} cannot be opened or raised: it is closed, or run {run} has ended.");
        wallet.Post(
            NewId(),
            LedgerKind.Reserve,
            Now,
            new LedgerNote(LedgerNote.Gateway),
            new LedgerLine(LedgerAccounts.Available, -granted),
            new LedgerLine(LedgerAccounts.Reserved, granted));
        await OpenWallet.SaveAsync(connection, [wallet]);
        return new Money(granted);
    }

    private async Task<long> GiveBackAsync(DbConnection connection, OpenWallet wallet, string allowance, long most, string? reason)
    {
        var remaining = await connection.ExecuteScalarAsync<long?>(
            "SELECT remaining_nanos FROM allowances WHERE id = @allowance AND closed_at IS NULL", new { allowance });
        var back = Math.Min(remaining ?? 0, most);
        if (back <= 0) return 0;
        await connection.ExecuteAsync(
            "UPDATE allowances SET remaining_nanos = remaining_nanos - @back WHERE id = @allowance AND closed_at IS NULL AND remaining_nanos >= @back",
            new { allowance, back });
        wallet.Raise(NewId(), LedgerKind.Release, Now, new LedgerNote(LedgerNote.Gateway, reason), LedgerAccounts.Reserved, back);
        return back;
    }

    private string NewId() => Guid.CreateVersion7(time.GetUtcNow()).ToString();
}
