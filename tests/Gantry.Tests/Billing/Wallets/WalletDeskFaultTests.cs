using Gantry.Billing.Pricing;
using Gantry.Billing.Wallets;
using Xunit;

namespace Gantry.Tests.Billing.Wallets;

/// <summary>The desk over a ledger that is slow, down, or busy with something else.</summary>
public sealed class WalletDeskFaultTests
{
    [Fact]
    public async Task Hold_waits_for_the_refill_and_others_join_it()
    {
        var rig = new DeskRig("1.00");
        rig.Ledger.IsOpen = false;

        var holds = Enumerable.Range(0, 5).Select(_ => rig.HoldAsync("0.10")).ToArray();
        await rig.WaitingAsync(1);
        Assert.All(holds, hold => Assert.False(hold.IsCompleted));
        Assert.Equal(1, rig.Ledger.Waiting);
        await rig.Ledger.PerformAsync();

        Assert.All(await Task.WhenAll(holds), outcome => Assert.NotNull(outcome.Hold));
    }

    [Fact]
    public async Task Hold_that_nobody_waits_for_any_more_takes_nothing()
    {
        var rig = new DeskRig("1.00");
        rig.Ledger.IsOpen = false;
        using var left = new CancellationTokenSource();
        var hold = rig.HoldAsync("0.10", left.Token);
        await rig.WaitingAsync(1);

        await left.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hold);
        await rig.Ledger.PerformAsync();

        Assert.Equal(0, rig.Desk.State(DeskRig.Wallet).Holds);
        rig.Ledger.IsOpen = true;
        Assert.NotNull((await rig.HoldAsync("1.00")).Hold);
    }

    [Fact]
    public async Task Ledger_that_is_down_fails_the_hold_and_a_later_one_works()
    {
        var rig = new DeskRig("1.00");
        rig.Ledger.IsOpen = false;
        var hold = rig.HoldAsync("0.10");
        var other = rig.HoldAsync("0.20");
        await rig.WaitingAsync(1);

        rig.Ledger.Refuse();

        await Assert.ThrowsAsync<IOException>(() => hold);
        await Assert.ThrowsAsync<IOException>(() => other);
        Assert.Equal((Money.Zero, 0), rig.Desk.State(DeskRig.Wallet));
        rig.Ledger.IsOpen = true;
        Assert.NotNull((await rig.HoldAsync("1.00")).Hold);
    }

    [Fact]
    public async Task Refill_that_fails_ahead_of_need_disturbs_nobody()
    {
        var rig = new DeskRig("1000.00");
        await rig.HeldAsync("0.01");
        rig.Ledger.IsOpen = false;

        // More than half of what is free: the next slice is fetched before anybody needs it.
        var hold = await rig.HeldAsync("0.15");
        await rig.WaitingAsync(1);
        rig.Ledger.Refuse();

        rig.Ledger.IsOpen = true;
        Assert.NotNull((await rig.HoldAsync("5.00")).Hold);
        Assert.Equal((DeskRig.Usd("0.15"), Money.Zero), await rig.SettleAsync(hold, "0.15"));
    }

    [Fact]
    public async Task Release_of_everything_waits_for_what_is_being_fetched_ahead()
    {
        var rig = new DeskRig("1000.00");
        await rig.SettleAsync(await rig.HeldAsync("0.01"), "0.00");
        rig.Ledger.IsOpen = false;
        await rig.SettleAsync(await rig.HeldAsync("0.15"), "0.00");
        await rig.WaitingAsync(1);
        var releasing = rig.Desk.ReleaseAsync(TimeSpan.Zero, CancellationToken.None);
        Assert.False(releasing.IsCompleted);

        rig.Ledger.IsOpen = true;
        await rig.Ledger.PerformAsync();

        await releasing;
        Assert.Equal((DeskRig.Usd("1000.00"), Money.Zero), await rig.BalanceAsync());
    }

    [Fact]
    public async Task Idle_allowance_goes_back_and_the_next_hold_fetches_it_again()
    {
        var rig = new DeskRig("1.00");
        var hold = await rig.HeldAsync("0.10");
        await rig.Desk.ReleaseAsync(TimeSpan.Zero, CancellationToken.None);
        Assert.Equal((Money.Zero, DeskRig.Usd("1.00")), await rig.BalanceAsync());

        await rig.SettleAsync(hold, "0.10");
        await rig.Desk.ReleaseAsync(AllowanceKeeper.Idle, CancellationToken.None);
        Assert.Equal((Money.Zero, DeskRig.Usd("0.90")), await rig.BalanceAsync());
        rig.Time.Now += AllowanceKeeper.Idle;
        await rig.Desk.ReleaseAsync(AllowanceKeeper.Idle, CancellationToken.None);

        Assert.Equal((DeskRig.Usd("0.90"), Money.Zero), await rig.BalanceAsync());
        Assert.NotNull((await rig.HoldAsync("0.90")).Hold);
    }

    [Fact]
    public async Task Release_gives_back_nothing_that_a_finished_request_has_still_to_pay()
    {
        var rig = new DeskRig("1.00");
        var hold = await rig.HeldAsync("0.60");
        var payment = rig.Desk.Settle(hold, DeskRig.Usd("0.60"));

        await rig.Desk.ReleaseAsync(TimeSpan.Zero, CancellationToken.None);

        Assert.Equal((DeskRig.Usd("0.40"), DeskRig.Usd("0.60")), await rig.BalanceAsync());
        await rig.Model.InsertAsync([DeskRig.Record("req_late", hold, payment, DeskRig.Usd("0.60"))], CancellationToken.None);
        Assert.Equal((DeskRig.Usd("0.40"), Money.Zero), await rig.BalanceAsync());
    }

    [Fact]
    public async Task Hold_in_the_middle_of_a_release_is_not_refused_what_is_on_its_way_back()
    {
        var rig = new DeskRig("1.00");
        rig.Desk.Settle(await rig.HeldAsync("0.10"), Money.Zero);
        rig.Ledger.IsOpen = false;
        var releasing = rig.Desk.ReleaseAsync(TimeSpan.Zero, CancellationToken.None);
        await rig.WaitingAsync(1);

        // A ledger with several connections may look into the wallet before the release has come there.
        var hold = rig.HoldAsync("1.00");
        for (var call = rig.Ledger.Waiting - 1; call > 0; call--) await rig.Ledger.PerformAsync(call);
        rig.Ledger.IsOpen = true;
        await rig.Ledger.PerformAsync();

        await releasing;
        Assert.NotNull((await hold).Hold);
    }

    [Fact]
    public async Task Release_that_fails_leaves_the_money_where_it_was()
    {
        var rig = new DeskRig("1.00");
        rig.Desk.Settle(await rig.HeldAsync("0.10"), Money.Zero);
        rig.Ledger.IsOpen = false;
        var releasing = rig.Desk.ReleaseAsync(TimeSpan.Zero, CancellationToken.None);
        await rig.WaitingAsync(1);
        var hold = rig.HoldAsync("1.00");

        rig.Ledger.Refuse();

        await Assert.ThrowsAsync<IOException>(() => releasing);
        Assert.NotNull((await hold).Hold);
        Assert.Equal(0, rig.Ledger.Waiting);
    }

    [Fact]
    public async Task Holds_settlements_and_releases_from_all_sides_lose_nothing()
    {
        var rig = new DeskRig("5.00");
        var paid = 0L;
        using var end = new CancellationTokenSource();
        var releasing = ReleaseAsync(rig, end.Token);

        await Parallel.ForAsync(0, 4_000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (number, stop) =>
        {
            if ((await rig.HoldAsync("0.01", stop)).Hold is not { } hold) return;
            var cost = new Money(number % 3 == 0 ? 1_000_000 : 0);
            var payment = rig.Desk.Settle(hold, cost);
            Assert.Equal((cost, Money.Zero), (payment.FromAllowance, payment.FromWallet));
            Interlocked.Add(ref paid, cost.Nanos);
        });
        await end.CancelAsync();
        await releasing;
        await rig.Desk.ReleaseAsync(TimeSpan.Zero, CancellationToken.None);

        // What requests have still to pay stays set aside.
        Assert.Equal((DeskRig.Usd("5.00") - new Money(paid), new Money(paid)), await rig.BalanceAsync());
        Assert.Equal(1_334 * 1_000_000L, paid);
    }

    private static async Task ReleaseAsync(DeskRig rig, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await rig.Desk.ReleaseAsync(TimeSpan.Zero, CancellationToken.None);
            await Task.Yield();
        }
    }
}
