using Gantry.Billing.Caps;
using Gantry.Billing.Ledger;
using Gantry.Billing.Pricing;
using Gantry.Nodes;
using Xunit;

namespace Gantry.Tests.Storage.Ledger;

public sealed class LedgerStoreTests
{
    [Fact]
    public async Task Reservation_gives_what_there_is_if_it_is_enough()
    {
        await using var rig = await LedgerRig.OpenAsync();
        await rig.PostAsync(100);
        Assert.Equal(60, await rig.ReserveAsync(60));
        Assert.Equal(0, await rig.ReserveAsync(60, least: 41));
        Assert.Equal(40, await rig.ReserveAsync(60, least: 40));
        Assert.Equal(0, await rig.ReserveAsync(60, least: 0));
        Assert.Equal((0, 100, 0), await rig.BalanceAsync());
        Assert.Equal(100, await rig.ScalarAsync<long>("SELECT granted_nanos FROM allowances WHERE remaining_nanos = 100"));
    }

    [Fact]
    public async Task Two_hundred_reservations_at_once_never_set_aside_more_than_there_is()
    {
        using var folder = new TempFolder();
        await using var rig = await LedgerRig.OpenAsync(1, await TestStore.OpenAsync(folder.File("gantry.db"), new FixedTime(), CancellationToken.None));
        await rig.PostAsync(100);
        var granted = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => rig.ReserveAsync(10, least: 10)));
        Assert.Equal(10, granted.Count(g => g == 10));
        Assert.Equal((0, 100, 0), await rig.BalanceAsync());
        Assert.Empty(await rig.BrokenAsync());
    }

    [Fact]
    public async Task Posting_of_the_same_id_comes_once()
    {
        await using var rig = await LedgerRig.OpenAsync();
        Assert.Equal(PostingResult.Posted, await rig.PostAsync(10, id: "order:1"));
        Assert.Equal(PostingResult.Repeated, await rig.PostAsync(10, id: "order:1"));
        Assert.Equal(PostingResult.NoWallet, await rig.PostAsync(10, wallet: 7));
        Assert.Equal((10, 0, 0), await rig.BalanceAsync());
    }

    [Fact]
    public async Task Sweep_gives_back_what_dead_runs_had_and_leaves_the_living_alone()
    {
        await using var rig = await LedgerRig.OpenAsync();
        await rig.PostAsync(100);
        await rig.ReserveAsync(30);
        var next = await rig.Ledger.BeginRunAsync(new NodeFacts("there"), CancellationToken.None);
        Assert.NotEqual(rig.Run, next);
        await rig.ReserveAsync(20, allowance: 1, run: next);
        Assert.Equal(1, await rig.Ledger.SweepAsync([next], CancellationToken.None));
        Assert.Equal((80, 20, 0), await rig.BalanceAsync());
        Assert.Equal(0, await rig.Ledger.SweepAsync([next], CancellationToken.None));
        await Assert.ThrowsAsync<RunEndedException>(() => rig.ReserveAsync(10));
        await Assert.ThrowsAsync<RunEndedException>(() => rig.Ledger.RenewRunAsync(rig.Run, CancellationToken.None));

        // A record of the dead run that comes late is paid from what went back.
        await rig.SettleAsync(rig.Request("req_late", 25));
        Assert.Equal((55, 20, 0), await rig.BalanceAsync());
        Assert.Empty(await rig.BrokenAsync());
    }

    [Fact]
    public async Task Release_gives_back_no_more_than_the_allowance_has()
    {
        await using var rig = await LedgerRig.OpenAsync();
        await rig.PostAsync(100);
        await rig.ReserveAsync(30);
        Assert.Equal(new Money(10), await rig.Ledger.ReleaseAsync(LedgerRig.Allowance(), new Money(10), CancellationToken.None));
        Assert.Equal(new Money(20), await rig.Ledger.ReleaseAsync(LedgerRig.Allowance(), new Money(1000), CancellationToken.None));
        Assert.Equal(Money.Zero, await rig.Ledger.ReleaseAsync(LedgerRig.Allowance(5), new Money(1), CancellationToken.None));
        Assert.Equal(7, await rig.ReserveAsync(7));
        Assert.Equal((93, 7, 0), await rig.BalanceAsync());
    }

    [Fact]
    public async Task Spending_is_counted_by_window_scope_and_run()
    {
        await using var rig = await LedgerRig.OpenAsync(2);
        await rig.PostAsync(1_000_000);
        await rig.PostAsync(1_000_000, wallet: 1);
        rig.Time.Now = new DateTimeOffset(2026, 7, 24, 12, 40, 0, TimeSpan.Zero);
        var start = rig.Time.Now;
        for (var i = 0; i < 10; i++)
        {
            await rig.SettleAsync(rig.Request($"req_{i}", 1 << i, fromWallet: 1 << i));
            rig.Time.Now += TimeSpan.FromMinutes(25);
        }

        var other = await rig.Ledger.BeginRunAsync(new NodeFacts("there"), CancellationToken.None);
        await rig.SettleAsync(rig.Request("req_other", 5000, fromWallet: 5000, run: other), rig.Request("req_wallet", 70_000, fromWallet: 70_000, wallet: 1));
        var member = await rig.JoinAsync(0, person: 1);
        Assert.Equal(6023, await SpentAsync(SpendScope.Key, null, 0));
        Assert.Equal(6023, await SpentAsync(SpendScope.Member, null, 0));
        Assert.Equal(1023, await SpentAsync(SpendScope.Member, null, other));
        Assert.Equal(0, (await rig.Ledger.SpentAsync(SpendScope.Member, new TeamMember(LedgerRig.Wallet(), LedgerRig.Wallet()).ToString(), null, 0, CancellationToken.None)).Nanos);
        Assert.Equal(0, (await rig.Ledger.SpentAsync(SpendScope.Member, new TeamMember(LedgerRig.Wallet(1), LedgerRig.Wallet(1)).ToString(), null, 0, CancellationToken.None)).Nanos);
        Assert.Equal(6023, await SpentAsync(SpendScope.Account, null, 0));
        Assert.Equal(76_023, await SpentAsync(SpendScope.Group, null, 0));
        Assert.Equal(1023, await SpentAsync(SpendScope.Key, null, other));
        for (var i = 0; i < 10; i++)
        {
            var since = start + (i * TimeSpan.FromMinutes(25));
            Assert.Equal(1024 - (1 << i), await SpentAsync(SpendScope.Key, since, other) + 0);
            Assert.Equal(1024 - (2 << i), await SpentAsync(SpendScope.Key, since.AddTicks(10), other));
            Assert.Equal(6024 - (1 << i), await SpentAsync(SpendScope.Key, since, 77));
            Assert.Equal(6024 - (1 << i), await SpentAsync(SpendScope.Member, since, 77));
        }

        async Task<long> SpentAsync(SpendScope scope, DateTimeOffset? since, long except) => (await rig.Ledger.SpentAsync(
            scope,
            scope switch { SpendScope.Key => LedgerRig.Key().ToString(), SpendScope.Account => LedgerRig.Wallet().ToString(), SpendScope.Member => member, _ => "anthropic" },
            since,
            except,
            CancellationToken.None)).Nanos;
    }

    [Fact]
    public async Task L_14_Ten_who_see_the_same_failure_at_once_give_back_once()
    {
        await using var rig = await LedgerRig.OpenAsync();
        await rig.PostAsync(1000);
        await rig.ReserveAsync(500);
        await rig.SettleAsync(rig.Request("req_1", 300));

        var results = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => rig.PostAsync(300, LedgerKind.Refund, requestId: "req_1", id: "refund:req_1")));

        Assert.Equal(1, results.Count(result => result == PostingResult.Posted));
        Assert.Equal(9, results.Count(result => result == PostingResult.Repeated));
        Assert.Equal((800, 200, 0), await rig.BalanceAsync());
    }

    [Fact]
    public async Task L_15_Refund_moves_balance_record_sums_and_window_together()
    {
        await using var rig = await LedgerRig.OpenAsync();
        await rig.PostAsync(1000);
        await rig.ReserveAsync(500);
        await rig.SettleAsync(rig.Request("req_1", 300), rig.Request("req_2", 100));
        Assert.Equal(PostingResult.NotCharged, await rig.PostAsync(301, LedgerKind.Refund, requestId: "req_1"));
        Assert.Equal(PostingResult.NotCharged, await rig.PostAsync(1, LedgerKind.Refund, requestId: "req_none"));
        Assert.Equal(PostingResult.Posted, await rig.PostAsync(200, LedgerKind.Refund, requestId: "req_1", id: "refund:1"));
        Assert.Equal(PostingResult.Repeated, await rig.PostAsync(200, LedgerKind.Refund, requestId: "req_1", id: "refund:1"));
        Assert.Equal(PostingResult.NotCharged, await rig.PostAsync(101, LedgerKind.Refund, requestId: "req_1"));
        Assert.Equal((700, 100, 0), await rig.BalanceAsync());
        Assert.Equal(200, await rig.ScalarAsync<long>("SELECT refunded_nanos FROM usage_records WHERE request_id = 'req_1'"));
        Assert.Equal(200, await rig.ScalarAsync<long>("SELECT SUM(charged_nanos - refunded_nanos) FROM usage_hourly"));
        Assert.Equal(200, (await rig.Ledger.SpentAsync(SpendScope.Key, LedgerRig.Key().ToString(), null, 0, CancellationToken.None)).Nanos);

        await rig.PostAsync(-50, LedgerKind.Adjust);
        await rig.PostAsync(-700, LedgerKind.Chargeback);
        Assert.Equal((0, 100, 50), await rig.BalanceAsync());
        Assert.Empty(await rig.BrokenAsync());
    }

    [Theory]
    [InlineData(LedgerKind.Settle, 5)]
    [InlineData(LedgerKind.Reserve, 5)]
    [InlineData(LedgerKind.TopUp, 0)]
    [InlineData(LedgerKind.TopUp, -5)]
    [InlineData(LedgerKind.Chargeback, 5)]
    [InlineData(LedgerKind.Refund, 5)]
    public async Task Posting_that_makes_no_sense_is_refused(LedgerKind kind, long nanos)
    {
        await using var rig = await LedgerRig.OpenAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => rig.PostAsync(nanos, kind));
    }
}
