using Gantry.Billing.Ledger;
using Gantry.Billing.Pricing;
using Gantry.Owner;
using Gantry.Secrets;
using Xunit;

namespace Gantry.Tests.Storage.Ledger;

public sealed class VoucherTests
{
    [Fact]
    public async Task P_10_One_code_and_200_users_at_once_make_one_credit()
    {
        using var folder = new TempFolder();
        await using var rig = await LedgerRig.OpenAsync(200, await TestStore.OpenAsync(folder.File("gantry.db"), new FixedTime(), CancellationToken.None));
        var code = await CodeAsync(rig, uses: 1);
        var credited = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => rig.Vouchers.RedeemAsync(code, LedgerRig.Wallet(i), CancellationToken.None)));
        Assert.Equal(new Money(50), Assert.Single(credited, c => c is not null));
        Assert.Equal(50, await rig.ScalarAsync<long>("SELECT SUM(available_nanos) FROM wallets"));
        Assert.Empty(await rig.BrokenAsync());
    }

    [Fact]
    public async Task P_10_Ten_thousand_guesses_are_ten_an_hour_and_hit_nothing()
    {
        await using var rig = await LedgerRig.OpenAsync();
        await CodeAsync(rig, uses: 100);
        var limit = new GuessLimit(rig.Time);
        var tried = 0;
        for (var i = 0; i < 10_000; i++)
        {
            if (limit.TryTake(LedgerRig.Wallet()) is not null) continue;
            tried++;
            Assert.Null(await rig.Vouchers.RedeemAsync(VoucherCode.Generate(), LedgerRig.Wallet(), CancellationToken.None));
        }

        Assert.Equal(GuessLimit.PerHour, tried);
        Assert.Null(limit.TryTake(LedgerRig.Wallet(1)));
        rig.Time.Now += TimeSpan.FromMinutes(59);
        Assert.Equal(TimeSpan.FromMinutes(1), limit.TryTake(LedgerRig.Wallet()));
        rig.Time.Now += TimeSpan.FromMinutes(1);
        Assert.Null(limit.TryTake(LedgerRig.Wallet()));
    }

    [Fact]
    public async Task Code_for_many_serves_each_account_once()
    {
        await using var rig = await LedgerRig.OpenAsync(3);
        var code = await CodeAsync(rig, uses: 2);
        var typed = code.ToLowerInvariant().Replace("-", " ").Replace('0', 'o');
        Assert.NotNull(await rig.Vouchers.RedeemAsync(typed, LedgerRig.Wallet(0), CancellationToken.None));
        Assert.Null(await rig.Vouchers.RedeemAsync(code, LedgerRig.Wallet(0), CancellationToken.None));
        Assert.NotNull(await rig.Vouchers.RedeemAsync(code, LedgerRig.Wallet(1), CancellationToken.None));
        Assert.Null(await rig.Vouchers.RedeemAsync(code, LedgerRig.Wallet(2), CancellationToken.None));
        Assert.Equal(((50, 0, 0), (50, 0, 0), (0, 0, 0)), (await rig.BalanceAsync(0), await rig.BalanceAsync(1), await rig.BalanceAsync(2)));
        Assert.Empty(await rig.BrokenAsync());
    }

    [Fact]
    public async Task Expired_and_revoked_codes_credit_nothing()
    {
        await using var rig = await LedgerRig.OpenAsync();
        var expiring = await CodeAsync(rig, 1, rig.Time.Now.AddDays(1));
        var revoked = await CodeAsync(rig, 1);
        var rows = await rig.Vouchers.ListAsync(CancellationToken.None);
        Assert.Equal(2, rows.Count);
        Assert.All(rows, row => Assert.DoesNotContain(row.Display[..4], row.Display[4..]));
        Assert.True(await rig.Vouchers.RevokeAsync(rows.Single(r => r.ExpiresAt is null).Id, CancellationToken.None));
        rig.Time.Now += TimeSpan.FromDays(1);
        Assert.Null(await rig.Vouchers.RedeemAsync(expiring, LedgerRig.Wallet(), CancellationToken.None));
        Assert.Null(await rig.Vouchers.RedeemAsync(revoked, LedgerRig.Wallet(), CancellationToken.None));
        Assert.Equal((0, 0, 0), await rig.BalanceAsync());
    }

    [Fact]
    public async Task Store_holds_no_code()
    {
        await using var rig = await LedgerRig.OpenAsync();
        var code = await CodeAsync(rig, 1);
        Assert.True(code.Replace("-", "").Length * 5 >= 100);
        var row = await rig.ScalarAsync<string>("SELECT id || code_hash || display FROM redemption_codes");
        Assert.DoesNotContain(code[5..], row);
        Assert.DoesNotContain(VoucherCode.Normalize(code)[4..], row);
    }

    private static async Task<string> CodeAsync(LedgerRig rig, int uses, DateTimeOffset? expires = null) =>
        Assert.Single(await rig.Vouchers.CreateAsync(new VoucherRequest(new Money(50), uses, expires, "test"), 1, CancellationToken.None)).Code;
}
