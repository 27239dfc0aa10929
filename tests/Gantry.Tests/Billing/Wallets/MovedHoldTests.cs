using Gantry.Billing.Caps;
using Gantry.Billing.Pricing;
using Gantry.Billing.Wallets;
using Gantry.Nodes;
using Gantry.Tests.Storage.Ledger;
using Xunit;

namespace Gantry.Tests.Billing.Wallets;

/// <summary>A hold that moves from one wallet to another on its way.</summary>
public sealed class MovedHoldTests
{
    [Fact]
    public async Task Hold_that_moves_is_counted_once_under_its_caps_and_leaves_nothing_behind()
    {
        await using var rig = await LedgerRig.OpenAsync(wallets: 2);
        await rig.PostAsync(700, wallet: 0);
        await rig.PostAsync(5_000, wallet: 1);
        var desk = new WalletDesk(rig.Ledger, new GatewayRun(rig.Run), new SpendTallies(), rig.Time);
        var cap = new SpendCap(SpendScope.Key, LedgerRig.Key().ToString(), SpendWindow.Total, new Money(1_000), TimeZoneInfo.Utc);
        var spender = new Spender(LedgerRig.Key(), LedgerRig.Wallet(1), "all", TimeZoneInfo.Utc, [cap], [], TimeZoneInfo.Utc);
        var stop = TestContext.Current.CancellationToken;
        var hold = (await desk.HoldAsync(LedgerRig.Wallet(0), spender, rig.Time.Now, new Money(600), stop)).Hold!;

        Assert.Equal(HoldRefusalKind.Balance, (await desk.ExtendAsync(hold, new Money(300), stop))!.Kind);
        Assert.Equal(HoldRefusalKind.Cap, (await desk.MoveAsync(hold, LedgerRig.Wallet(1), new Money(401), stop))!.Kind);
        Assert.Equal((LedgerRig.Wallet(0), 600), (hold.WalletId, hold.Amount.Nanos));
        Assert.Null(await desk.MoveAsync(hold, LedgerRig.Wallet(1), new Money(300), stop));

        Assert.Equal((LedgerRig.Wallet(1), 900), (hold.WalletId, hold.Amount.Nanos));
        Assert.Equal(0, desk.State(LedgerRig.Wallet(0)).Holds);
        Assert.Equal(new Payment(new Money(850), Money.Zero), desk.Settle(hold, new Money(850)));
        await desk.ReleaseAsync(TimeSpan.Zero, stop);
        Assert.Equal((700, 0, 0), await rig.BalanceAsync(0));
        Assert.Equal((4_150, 850, 0), await rig.BalanceAsync(1));
        Assert.Equal(HoldRefusalKind.Cap, (await desk.HoldAsync(LedgerRig.Wallet(1), spender, rig.Time.Now, new Money(151), stop)).Refusal!.Kind);
    }
}
