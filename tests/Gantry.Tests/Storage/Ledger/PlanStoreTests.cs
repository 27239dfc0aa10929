using Gantry.Billing.Ledger;
using Gantry.Billing.Pricing;
using Gantry.Tests.Billing.Caps;
using Xunit;

namespace Gantry.Tests.Storage.Ledger;

/// <summary>Wallets of plans: opened once, topped up once, emptied once (reliability I-9).</summary>
public sealed class PlanStoreTests : IAsyncLifetime
{
    private static readonly PlanTerms Daily = new("pro", new Money(1_000), PlanPeriod.Day, PlanOverflow.Wallet);

    private LedgerRig _rig = null!;

    public async ValueTask InitializeAsync() => _rig = await LedgerRig.OpenAsync();

    public async ValueTask DisposeAsync()
    {
        Assert.Empty(await _rig.BrokenAsync());
        await _rig.DisposeAsync();
    }

    [Fact]
    public async Task Fifty_openings_at_once_open_one_wallet_with_one_grant()
    {
        var opened = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => OpenAsync(Daily)));

        Assert.Single(opened.Select(w => w.WalletId).Distinct());
        Assert.Equal(1, await _rig.ScalarAsync<long>("SELECT COUNT(*) FROM ledger_transactions"));
        Assert.Equal(1_000, await BalanceAsync(opened[0]));
        Assert.Equal(opened[0], await _rig.Plans.FindAsync(LedgerRig.Wallet(), CancellationToken.None));
    }

    [Fact]
    public async Task Larger_amount_tops_up_by_the_difference_once_and_no_other_change_counts_before_the_next_period()
    {
        var first = await OpenAsync(Daily);
        var more = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => OpenAsync(Daily with { Amount = new Money(2_500), Overflow = PlanOverflow.Refuse })));
        Assert.All(more, wallet => Assert.Equal((first.WalletId, 2_500, PlanOverflow.Wallet), (wallet.WalletId, wallet.Terms.Amount.Nanos, wallet.Terms.Overflow)));
        Assert.Equal(2_500, await BalanceAsync(first));

        Assert.Equal(2_500, (await OpenAsync(Daily with { Amount = new Money(10) })).Terms.Amount.Nanos);
        Assert.Equal("pro", (await OpenAsync(Daily with { Name = "max", Amount = new Money(9_000) })).Terms.Name);
        Assert.Equal(2_500, await BalanceAsync(first));

        _rig.Time.Now = _rig.Time.Now.AddDays(1);
        var next = await OpenAsync(Daily with { Name = "max", Amount = new Money(9_000) });
        Assert.Equal(("max", 9_000), (next.Terms.Name, await BalanceAsync(next)));
    }

    [Fact]
    public async Task Rest_goes_back_once_and_not_before_the_period_has_ended_and_nothing_of_it_is_reserved()
    {
        var wallet = await OpenAsync(Daily);
        Assert.Equal(new Money(300), await _rig.Ledger.ReserveAsync(wallet.WalletId, LedgerRig.Allowance(), _rig.Run, new Money(300), new Money(300), CancellationToken.None));
        Assert.Equal(0, await _rig.Plans.EndAsync(CancellationToken.None));

        _rig.Time.Now = wallet.Span.End;
        Assert.Equal(0, await _rig.Plans.EndAsync(CancellationToken.None));
        Assert.Equal(700, await BalanceAsync(wallet));
        await _rig.Ledger.RenewRunAsync(_rig.Run, CancellationToken.None);

        await _rig.Ledger.ReleaseAsync(LedgerRig.Allowance(), new Money(300), CancellationToken.None);
        var ended = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => _rig.Plans.EndAsync(CancellationToken.None)));
        Assert.Equal(1, ended.Sum());
        Assert.Equal(0, await BalanceAsync(wallet));
        Assert.Equal(1, await _rig.ScalarAsync<long>("SELECT COUNT(*) FROM ledger_transactions WHERE kind = 'adjust'"));
        Assert.Empty(await _rig.Plans.RunningAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Refund_to_a_plan_that_has_ended_lapses_with_it()
    {
        var wallet = await OpenAsync(Daily);
        await _rig.Ledger.ReserveAsync(wallet.WalletId, LedgerRig.Allowance(), _rig.Run, new Money(1_000), new Money(1_000), CancellationToken.None);
        var record = _rig.Request("req_1", 1_000);
        await _rig.SettleAsync(record with { Charge = record.Charge! with { WalletId = wallet.WalletId } });
        _rig.Time.Now = wallet.Span.End;
        Assert.Equal(1, await _rig.Plans.EndAsync(CancellationToken.None));

        await _rig.Ledger.PostAsync(
            new LedgerPosting
            {
                TransactionId = "refund:1",
                Kind = LedgerKind.Refund,
                WalletId = wallet.WalletId,
                Amount = new Money(400),
                Counter = LedgerAccounts.Refunds,
                Actor = "test",
                RequestId = "req_1",
            },
            CancellationToken.None);

        Assert.Equal(400, await BalanceAsync(wallet));
        Assert.Equal(1, await _rig.Plans.EndAsync(CancellationToken.None));
        Assert.Equal(0, await BalanceAsync(wallet));
        await _rig.Ledger.RenewRunAsync(_rig.Run, CancellationToken.None);
    }

    [Fact]
    public async Task Period_that_grows_begins_where_the_last_one_ended()
    {
        var day = await OpenAsync(Daily);
        _rig.Time.Now = day.Span.End.AddHours(1);
        var week = await OpenAsync(Daily with { Period = PlanPeriod.Week });
        Assert.Equal(day.Span.End, week.Span.Start);
        Assert.Equal(DayOfWeek.Monday, week.Span.End.DayOfWeek);
    }

    [Fact]
    public async Task Period_begins_at_midnight_of_the_zone()
    {
        var wallet = await _rig.Plans.OpenAsync(LedgerRig.Wallet(), Daily, Zones.Find("Asia/Kolkata"), CancellationToken.None);
        Assert.Equal(new DateTimeOffset(2026, 7, 23, 18, 30, 0, TimeSpan.Zero), wallet.Span.Start);
        Assert.Equal(new DateTimeOffset(2026, 7, 24, 18, 30, 0, TimeSpan.Zero), wallet.Span.End);
    }

    [Fact]
    public async Task I_9_Grant_that_is_not_in_the_ledger_is_found()
    {
        var wallet = await OpenAsync(Daily);
        await _rig.SqlAsync("UPDATE plan_wallets SET granted_nanos = 1001");
        Assert.Equal(["I-9"], await _rig.BrokenAsync());
        await _rig.SqlAsync("UPDATE plan_wallets SET granted_nanos = 1000, ended_at = 1");
        Assert.Equal(["I-9"], await _rig.BrokenAsync());
        await _rig.SqlAsync("UPDATE plan_wallets SET ended_at = NULL");
        Assert.Equal(1_000, await BalanceAsync(wallet));
    }

    private Task<PlanWallet> OpenAsync(PlanTerms terms) => _rig.Plans.OpenAsync(LedgerRig.Wallet(), terms, TimeZoneInfo.Utc, CancellationToken.None);

    private async Task<long> BalanceAsync(PlanWallet wallet) => (await _rig.Ledger.BalanceAsync(wallet.WalletId, CancellationToken.None))!.Available.Nanos;
}
