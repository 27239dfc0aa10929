using Gantry.Billing.Caps;
using Gantry.Billing.Pricing;
using Gantry.Billing.Wallets;
using Gantry.Nodes;
using Gantry.Tests.Storage.Ledger;
using Xunit;

namespace Gantry.Tests.Billing.Wallets;

/// <summary>Desks of several servers over one ledger (issue 9 §2; decision 0041). The words that the ledger itself says are PostgreSQL's; here the desks' own are heard.</summary>
public sealed class SharedDeskTests
{
    private static readonly SpendCap Cap = new(SpendScope.Key, LedgerRig.Key().ToString(), SpendWindow.Day, new Money(1_000), TimeZoneInfo.Utc);

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public async Task L_1_Servers_grant_no_more_than_a_wallet_has_and_all_of_it(int servers)
    {
        await using var rig = await LedgerRig.OpenAsync();
        await rig.PostAsync(1_000);
        var desks = await DesksAsync(rig, servers);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => HoldAsync(rig, desks[i % servers].Desk, 100)));

        Assert.Equal(10, outcomes.Count(outcome => outcome.Hold is not null));
        Assert.Equal((0, 1_000, 0), await rig.BalanceAsync());
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task L_3_Servers_grant_no_more_than_a_cap_allows_and_all_of_it(int servers)
    {
        await using var rig = await LedgerRig.OpenAsync();
        await rig.PostAsync(1_000_000);
        var desks = await DesksAsync(rig, servers);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => HoldAsync(rig, desks[i % servers].Desk, 100, Cap)));

        Assert.Equal(10, outcomes.Count(outcome => outcome.Hold is not null));
        var refusal = outcomes.First(outcome => outcome.Refusal is not null).Refusal!;
        Assert.Equal((HoldRefusalKind.Cap, 1_000), (refusal.Kind, (refusal.Cap!.Spent + refusal.Cap.Held).Nanos));
    }

    [Fact]
    public async Task Cap_that_becomes_smaller_is_kept_by_servers_that_had_shares_of_the_larger_one()
    {
        await using var rig = await LedgerRig.OpenAsync();
        await rig.PostAsync(1_000_000);
        var desks = await DesksAsync(rig, 2);
        foreach (var (desk, _) in desks) Assert.NotNull((await HoldAsync(rig, desk, 100, Cap)).Hold);
        var smaller = Cap with { Limit = new Money(300) };

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => HoldAsync(rig, desks[i % 2].Desk, 100, smaller)));

        Assert.InRange(outcomes.Count(outcome => outcome.Hold is not null), 0, 1);
    }

    [Fact]
    public async Task What_a_dead_server_had_charged_counts_under_a_cap_and_what_it_held_comes_back()
    {
        await using var rig = await LedgerRig.OpenAsync();
        await rig.PostAsync(1_000_000);
        var desks = await DesksAsync(rig, 2);
        var dead = desks[1];
        var hold = (await HoldAsync(rig, dead.Desk, 100, Cap)).Hold!;
        var payment = dead.Desk.Settle(hold, new Money(100));
        await rig.Usage.InsertAsync([DeskRig.Record("req_1", hold, payment, new Money(100)) with { Charge = DeskRig.Record("req_1", hold, payment, new Money(100)).Charge! with { Run = dead.Run.Number } }], CancellationToken.None);
        Assert.NotNull((await HoldAsync(rig, dead.Desk, 500, Cap)).Hold);

        await rig.Ledger.EndRunAsync(dead.Run.Number, CancellationToken.None);

        var outcomes = new List<HoldOutcome>();
        for (var i = 0; i < 12; i++) outcomes.Add(await HoldAsync(rig, desks[0].Desk, 100, Cap));
        Assert.Equal(9, outcomes.Count(outcome => outcome.Hold is not null));
    }

    [Fact]
    public async Task Server_that_was_silent_too_long_asks_before_it_grants_and_goes_on_as_another_run_where_it_was_swept()
    {
        await using var rig = await LedgerRig.OpenAsync();
        await rig.PostAsync(10_000);
        var clock = new FakeTime();
        var run = new GatewayRun(rig.Run, new NodeFacts("here"), clock);
        run.Renewed(clock.GetTimestamp(), await rig.Ledger.RenewRunAsync(rig.Run, CancellationToken.None));
        var desk = new WalletDesk(rig.Ledger, run, new SpendTallies { IsShared = true }, clock, new LocalBus());
        var running = (await HoldAsync(rig, desk, 100)).Hold!;
        Assert.True(desk.State(LedgerRig.Wallet()).Free > Money.Zero);

        clock.Advance(GatewayRun.Fence + TimeSpan.FromSeconds(1));
        Assert.True(run.IsFenced);
        await rig.Ledger.EndRunAsync(rig.Run, CancellationToken.None);
        Assert.Equal((10_000, 0, 0), await rig.BalanceAsync());

        var after = (await HoldAsync(rig, desk, 200)).Hold!;

        Assert.False(run.IsFenced);
        Assert.NotEqual(rig.Run, run.Number);
        Assert.NotEqual(running.AllowanceId, after.AllowanceId);
        Assert.Null(await desk.ExtendAsync(running, new Money(50), CancellationToken.None));
        Assert.Equal((after.AllowanceId, 150), (running.AllowanceId, running.Amount.Nanos));
        foreach (var (hold, cost, id) in new[] { (running, 140, "req_1"), (after, 200, "req_2") })
        {
            var payment = desk.Settle(hold, new Money(cost));
            await rig.Usage.InsertAsync([DeskRig.Record(id, hold, payment, new Money(cost)) with { Attempts = 0 }], CancellationToken.None);
        }

        await desk.ReleaseAsync(TimeSpan.Zero, CancellationToken.None);
        Assert.Equal((9_660, 0, 0), await rig.BalanceAsync());
        Assert.Empty(await rig.Book.CheckAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Request_of_a_swept_run_is_paid_by_the_wallet_as_far_as_it_goes_and_never_twice()
    {
        await using var rig = await LedgerRig.OpenAsync();
        await rig.PostAsync(1_000);
        var desks = await DesksAsync(rig, 2);
        var hold = (await HoldAsync(rig, desks[1].Desk, 900)).Hold!;
        await rig.Ledger.EndRunAsync(desks[1].Run.Number, CancellationToken.None);
        Assert.NotNull((await HoldAsync(rig, desks[0].Desk, 700)).Hold);
        var payment = desks[1].Desk.Settle(hold, new Money(900));
        var record = DeskRig.Record("req_1", hold, payment, new Money(900)) with { Attempts = 0 };

        await rig.Usage.InsertAsync([record], CancellationToken.None);
        await rig.Usage.InsertAsync([record], CancellationToken.None);

        var (available, reserved, _) = await rig.BalanceAsync();
        Assert.True(available >= 0 && reserved >= 700);
        Assert.Empty(await rig.Book.CheckAsync(CancellationToken.None));
    }

    private static Task<HoldOutcome> HoldAsync(LedgerRig rig, WalletDesk desk, long nanos, params SpendCap[] caps) => desk.HoldAsync(
        LedgerRig.Wallet(),
        new Spender(LedgerRig.Key(), LedgerRig.Wallet(), "all", TimeZoneInfo.Utc, [.. caps], [], TimeZoneInfo.Utc),
        rig.Time.Now,
        new Money(nanos),
        TestContext.Current.CancellationToken).AsTask();

    private static async Task<(WalletDesk Desk, GatewayRun Run)[]> DesksAsync(LedgerRig rig, int servers)
    {
        var bus = new LocalBus();
        var ledger = new TellingLedger(rig.Ledger, bus);
        var desks = new List<(WalletDesk, GatewayRun)>();
        for (var i = 0; i < servers; i++)
        {
            var number = i == 0 ? rig.Run : await rig.Ledger.BeginRunAsync(new NodeFacts($"node{i}"), CancellationToken.None);
            var run = new GatewayRun(number, new NodeFacts($"node{i}"), TimeProvider.System) { Patience = TimeSpan.FromSeconds(30) };
            run.Renewed(TimeProvider.System.GetTimestamp(), new NodeCensus(servers, i == 0));
            desks.Add((new WalletDesk(ledger, run, new SpendTallies { IsShared = true }, TimeProvider.System, bus), run));
        }

        return [.. desks];
    }
}
