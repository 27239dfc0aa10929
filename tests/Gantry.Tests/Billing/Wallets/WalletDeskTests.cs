using Gantry.Billing.Caps;
using Gantry.Billing.Ledger;
using Gantry.Billing.Pricing;
using Gantry.Billing.Wallets;
using Gantry.Nodes;
using Gantry.Tests.Storage.Ledger;
using Xunit;

namespace Gantry.Tests.Billing.Wallets;

/// <summary>What the desk grants, extends and settles.</summary>
public sealed class WalletDeskTests
{
    public static TheoryData<int> Seeds() => [.. Enumerable.Range(1, 20)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task L_1_Two_hundred_holds_at_once_of_a_dime_on_a_dollar_grant_exactly_ten(int seed)
    {
        var rig = new DeskRig("1.00");
        var random = new Random(seed);
        var yields = Enumerable.Range(0, 200).Select(_ => random.Next(4)).ToArray();

        var outcomes = await Task.WhenAll(yields.Select(async turns =>
        {
            for (var turn = 0; turn < turns; turn++) await Task.Yield();
            return await rig.HoldAsync("0.10");
        }));

        var granted = outcomes.Select(o => o.Hold).OfType<Hold>().ToArray();
        Assert.Equal(10, granted.Length);
        Assert.All(outcomes.Select(o => o.Refusal).OfType<HoldRefusal>(), r => Assert.Equal(HoldRefusalKind.Balance, r.Kind));
        foreach (var hold in granted) Assert.Equal((DeskRig.Usd("0.10"), Money.Zero), await rig.SettleAsync(hold, "0.10"));
        Assert.Equal((Money.Zero, Money.Zero), await rig.BalanceAsync());
        Assert.Equal((Money.Zero, 0), rig.Desk.State(DeskRig.Wallet));
    }

    [Fact]
    public async Task Money_that_comes_in_between_two_holds_is_seen()
    {
        var rig = new DeskRig("0.05");
        var refused = (await rig.HoldAsync("0.10")).Refusal!;
        Assert.Equal((HoldRefusalKind.Balance, DeskRig.Usd("0.10"), DeskRig.Usd("0.05")), (refused.Kind, refused.Needed, refused.Available));

        await rig.TopUpAsync("0.05");

        Assert.NotNull((await rig.HoldAsync("0.10")).Hold);
    }

    [Fact]
    public async Task Extension_raises_the_hold_or_leaves_it_as_it_was()
    {
        var rig = new DeskRig("1.00");
        var hold = await rig.HeldAsync("0.40");

        Assert.Null(await rig.Desk.ExtendAsync(hold, DeskRig.Usd("0.60"), CancellationToken.None));
        Assert.Equal(DeskRig.Usd("1.00"), hold.Amount);
        Assert.Equal(HoldRefusalKind.Balance, (await rig.Desk.ExtendAsync(hold, new Money(1), CancellationToken.None))!.Kind);
        Assert.Equal(DeskRig.Usd("1.00"), hold.Amount);
        Assert.Equal((DeskRig.Usd("0.70"), Money.Zero), await rig.SettleAsync(hold, "0.70"));
        Assert.Equal((DeskRig.Usd("0.30"), 0), rig.Desk.State(DeskRig.Wallet));
    }

    [Fact]
    public async Task Extension_beyond_a_cap_is_refused_and_names_it()
    {
        var rig = new DeskRig("10.00", DeskRig.CapOf("0.50"));
        var hold = await rig.HeldAsync("0.40");

        var refused = await rig.Desk.ExtendAsync(hold, DeskRig.Usd("0.11"), CancellationToken.None);

        Assert.Equal(HoldRefusalKind.Cap, refused!.Kind);
        Assert.Equal(DeskRig.Usd("0.40"), refused.Cap!.Held);
        Assert.Null(await rig.Desk.ExtendAsync(hold, DeskRig.Usd("0.10"), CancellationToken.None));
    }

    [Theory]
    [InlineData("1.00", "0.40", "0.15", "0.15", "0")] // Below the hold.
    [InlineData("1.00", "0.40", "0.40", "0.40", "0")] // All of it.
    [InlineData("1.00", "0.40", "0.90", "0.90", "0")] // Beyond it, out of what is free of the allowance.
    [InlineData("1.00", "0.40", "1.30", "1.00", "0.30")] // Beyond the wallet: the house.
    public async Task Cost_is_paid_from_the_hold_then_from_the_wallet_then_by_the_house(string wallet, string held, string cost, string paid, string overrun)
    {
        var rig = new DeskRig(wallet);
        var hold = await rig.HeldAsync(held);

        Assert.Equal((DeskRig.Usd(paid), DeskRig.Usd(overrun)), await rig.SettleAsync(hold, cost));
        var (available, reserved) = await rig.BalanceAsync();
        Assert.Equal(DeskRig.Usd(wallet) - DeskRig.Usd(paid), available + reserved);
        Assert.Equal(reserved, rig.Desk.State(DeskRig.Wallet).Free);
    }

    [Fact]
    public async Task Cost_beyond_the_allowance_is_asked_of_what_the_wallet_has_by_then()
    {
        var rig = new DeskRig("0.40");
        var hold = await rig.HeldAsync("0.40");
        await rig.TopUpAsync("0.25");

        Assert.Equal((DeskRig.Usd("0.65"), DeskRig.Usd("0.35")), await rig.SettleAsync(hold, "1.00"));
    }

    [Fact]
    public async Task Cost_beyond_the_hold_stops_at_the_cap()
    {
        var rig = new DeskRig("10.00", DeskRig.CapOf("0.50"));
        var hold = await rig.HeldAsync("0.40");
        var other = await rig.HeldAsync("0.03");

        Assert.Equal((DeskRig.Usd("0.47"), DeskRig.Usd("0.43")), await rig.SettleAsync(hold, "0.90"));
        Assert.Equal(HoldRefusalKind.Cap, (await rig.HoldAsync("0.01")).Refusal!.Kind);
        Assert.Equal((DeskRig.Usd("0.03"), Money.Zero), await rig.SettleAsync(other, "0.03"));
    }

    [Fact]
    public async Task Second_settlement_of_a_hold_does_nothing_and_it_is_extended_no_more()
    {
        var rig = new DeskRig("1.00");
        var hold = await rig.HeldAsync("0.40");
        await rig.SettleAsync(hold, "0.10");
        var before = rig.Desk.State(DeskRig.Wallet);

        Assert.Equal(default, rig.Desk.Settle(hold, DeskRig.Usd("0.40")));
        Assert.Equal(before, rig.Desk.State(DeskRig.Wallet));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await rig.Desk.ExtendAsync(hold, DeskRig.Usd("0.10"), CancellationToken.None));
        Assert.Equal(before, rig.Desk.State(DeskRig.Wallet));
    }

    [Fact]
    public async Task Wallet_in_debt_is_blocked_not_merely_empty()
    {
        var rig = new DeskRig("0.30");
        await rig.Model.PostAsync(
            new LedgerPosting
            {
                TransactionId = "dispute",
                Kind = LedgerKind.Chargeback,
                WalletId = DeskRig.Wallet,
                Amount = -DeskRig.Usd("0.50"),
                Counter = LedgerAccounts.Stripe,
                Actor = "stripe",
            },
            CancellationToken.None);

        Assert.Equal(HoldRefusalKind.Blocked, (await rig.HoldAsync("0.01")).Refusal!.Kind);
    }

    [Fact]
    public async Task Hold_asks_the_ledger_for_nothing_while_the_allowance_lasts()
    {
        var rig = new DeskRig("1000.00");
        var first = await rig.HeldAsync("1.00");
        await rig.SettleAsync(first, "0.00");
        for (var round = 0; round < 100; round++) rig.Desk.Settle(await rig.HeldAsync("0.001"), Money.Zero);
        var calls = rig.Ledger.Calls;

        for (var round = 0; round < 10_000; round++)
        {
            var holding = rig.Desk.HoldAsync(DeskRig.Wallet, rig.Spender, rig.Time.Now, new Money(1_000_000), CancellationToken.None);
            Assert.True(holding.IsCompletedSuccessfully);
            rig.Desk.Settle((await holding).Hold!, Money.Zero);
        }

        Assert.Equal(calls, rig.Ledger.Calls);
    }

    [Fact]
    public async Task L_41_Wallet_that_spends_all_the_time_is_served_for_seconds_while_the_ledger_does_not_answer()
    {
        var rig = new DeskRig("1000.00");
        var (step, price) = (TimeSpan.FromMilliseconds(20), DeskRig.Usd("0.02"));
        for (var request = 0; request < 500; request++)
        {
            rig.Desk.Settle(await rig.HeldAsync("0.02"), price);
            rig.Time.Now += step;
            await Task.Delay(request % 10 == 0 ? 1 : 0, TestContext.Current.CancellationToken);
        }

        // What is under way ends.
        await Task.Delay(50, TestContext.Current.CancellationToken);
        rig.Ledger.IsOpen = false;
        for (var past = TimeSpan.Zero; past < TimeSpan.FromSeconds(4); past += step)
        {
            var holding = rig.Desk.HoldAsync(DeskRig.Wallet, rig.Spender, rig.Time.Now, price, CancellationToken.None);
            Assert.True(holding.IsCompletedSuccessfully, $"A hold waits after {past.TotalSeconds:0.0} s.");
            rig.Desk.Settle((await holding).Hold!, price);
            rig.Time.Now += step;
        }
    }

    [Fact]
    public async Task Wallet_that_was_forgotten_for_a_while_is_found_again()
    {
        await using var ledger = await LedgerRig.OpenAsync();
        await ledger.PostAsync(1_000);
        var desk = new WalletDesk(ledger.Ledger, new GatewayRun(ledger.Run), new SpendTallies(), ledger.Time);
        var spender = new Spender(LedgerRig.Key(), LedgerRig.Wallet(), "all", TimeZoneInfo.Utc, [], [], TimeZoneInfo.Utc);
        for (var visit = 0; visit < 3; visit++)
        {
            var outcome = await desk.HoldAsync(LedgerRig.Wallet(), spender, ledger.Time.Now, new Money(1_000), CancellationToken.None);
            Assert.NotNull(outcome.Hold);
            desk.Settle(outcome.Hold, Money.Zero);
            await desk.ReleaseAsync(TimeSpan.Zero, CancellationToken.None);
            Assert.Equal((1_000, 0, 0), await ledger.BalanceAsync());
            ledger.Time.Now += TimeSpan.FromHours(3);
            desk.Trim();
        }

        Assert.Equal(1, await ledger.ScalarAsync<long>("SELECT COUNT(*) FROM allowances"));
    }
}
