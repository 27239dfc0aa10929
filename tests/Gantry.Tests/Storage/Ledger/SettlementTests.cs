using System.Diagnostics;
using Gantry.Billing.Ledger;
using Xunit;

namespace Gantry.Tests.Storage.Ledger;

public sealed class SettlementTests
{
    [Fact]
    public async Task Charge_is_paid_from_the_allowance_and_the_row_says_so()
    {
        await using var rig = await LedgerRig.OpenAsync();
        await rig.PostAsync(1000);
        Assert.Equal(400, await rig.ReserveAsync(400));
        await rig.SettleAsync(rig.Request("req_1", 150), rig.Request("req_2", 0));

        Assert.Equal((600, 250, 0), await rig.BalanceAsync());
        Assert.Equal(250, await rig.ScalarAsync<long>("SELECT remaining_nanos FROM allowances"));
        Assert.Equal(150, await rig.ScalarAsync<long>("SELECT charged_nanos FROM usage_records WHERE request_id = 'req_1' AND overrun_nanos = 0 AND price_version = 'v1'"));
        Assert.Equal(2, await rig.ScalarAsync<long>("SELECT COUNT(*) FROM ledger_transactions WHERE kind = 'settle'"));
        Assert.Equal(150, await rig.ScalarAsync<long>("SELECT SUM(amount_nanos) FROM ledger_lines WHERE account = 'house:revenue'"));
        Assert.Equal(150, await rig.ScalarAsync<long>("SELECT charged_nanos FROM usage_hourly WHERE requests = 2"));
        Assert.Equal(2, await rig.ScalarAsync<long>("SELECT COUNT(*) FROM attempt_costs"));
    }

    [Theory]
    [InlineData(100, 0, 50, 50, 100, 0)] // What the allowance no longer has, the wallet pays.
    [InlineData(100, 0, 50, 20, 70, 30)] // What neither has, the house carries.
    [InlineData(100, 60, 50, 60, 100, 0)] // What was meant for the wallet, it pays as far as it goes.
    [InlineData(100, 60, 50, 20, 60, 40)]
    public async Task Charge_beyond_the_allowance_falls_back(long cost, long fromWallet, long reserved, long available, long charged, long overrun)
    {
        await using var rig = await LedgerRig.OpenAsync();
        await rig.PostAsync(reserved + available);
        await rig.ReserveAsync(reserved);
        await rig.SettleAsync(rig.Request("req_1", cost, fromWallet));
        Assert.Equal((charged, overrun), (await rig.ScalarAsync<long>("SELECT charged_nanos FROM usage_records"), await rig.ScalarAsync<long>("SELECT overrun_nanos FROM usage_records")));
        var (nowAvailable, nowReserved, _) = await rig.BalanceAsync();
        Assert.Equal(reserved + available - charged, nowAvailable + nowReserved);
        Assert.Equal(-overrun, await rig.ScalarAsync<long>("SELECT COALESCE(SUM(amount_nanos), 0) FROM ledger_lines WHERE account = 'house:overrun'"));
    }

    [Fact]
    public async Task L_12_Three_attempts_are_three_costs_one_charge_and_one_record()
    {
        await using var rig = await LedgerRig.OpenAsync();
        await rig.PostAsync(1000);
        await rig.ReserveAsync(500);

        await rig.SettleAsync(rig.Request("req_1", 300, attempts: 3));

        Assert.Equal(3, await rig.ScalarAsync<long>("SELECT COUNT(*) FROM attempt_costs WHERE request_id = 'req_1'"));
        Assert.Equal(3, await rig.ScalarAsync<long>("SELECT attempts FROM usage_records WHERE request_id = 'req_1'"));
        Assert.Equal(1, await rig.ScalarAsync<long>("SELECT COUNT(*) FROM ledger_transactions WHERE request_id = 'req_1' AND kind = 'settle'"));
        Assert.Equal((500, 200, 0), await rig.BalanceAsync());
    }

    [Fact]
    public async Task L_13_Settling_twice_is_a_no_op()
    {
        await using var rig = await LedgerRig.OpenAsync();
        await rig.PostAsync(1000);
        await rig.ReserveAsync(400);
        var request = rig.Request("req_1", 150);
        await rig.SettleAsync(request, request);
        await rig.SettleAsync(request with { Status = 500 }, rig.Request("req_2", 10));
        Assert.Equal((600, 240, 0), await rig.BalanceAsync());
        Assert.Equal(2, await rig.ScalarAsync<long>("SELECT COUNT(*) FROM ledger_transactions WHERE kind = 'settle'"));
        Assert.Equal(2, await rig.ScalarAsync<long>("SELECT SUM(requests) FROM usage_hourly"));
    }

    [Fact]
    public async Task Texts_of_a_record_come_back_as_they_were()
    {
        await using var rig = await LedgerRig.OpenAsync();
        var request = rig.Request("req_1", 0) with { Model = "a\0b", StopReason = "", ErrorCode = null, UpstreamResponseId = "👩‍🚀" };
        await rig.SettleAsync(request);
        Assert.Equal(TestStore.IsPostgres ? "a\uFFFDb" : "a\0b", await rig.ScalarAsync<string>("SELECT model FROM usage_records"));
        Assert.Equal("👩‍🚀", await rig.ScalarAsync<string>("SELECT upstream_response_id FROM usage_records WHERE stop_reason = '' AND error_code IS NULL"));
    }

    [Fact]
    public async Task Sixteen_thousand_settlements_take_little_time()
    {
        using var folder = new TempFolder();
        await using var rig = await LedgerRig.OpenAsync(100, await TestStore.OpenAsync(folder.File("gantry.db"), new FixedTime(), CancellationToken.None));
        for (var i = 0; i < 100; i++)
        {
            await rig.PostAsync(1_000_000_000, wallet: i);
            await rig.ReserveAsync(500_000_000, wallet: i);
        }

        var batches = Enumerable.Range(0, 16).Select(b => Enumerable.Range(0, 1000).Select(i => rig.Request($"req_01998abcdef{b:00}{i:0000000}", 1000 + i, wallet: i % 100)).ToArray()).ToArray();
        await rig.SettleAsync(batches[0]);
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var clock = Stopwatch.StartNew();
        foreach (var batch in batches[1..]) await rig.SettleAsync(batch);
        var used = Process.GetCurrentProcess().TotalProcessorTime - cpu;
        TestContext.Current.TestOutputHelper?.WriteLine($"{used.TotalMicroseconds / 15000:0.0} us CPU, {clock.Elapsed.TotalMicroseconds / 15000:0.0} us wall per request");
        // PostgreSQL is asked over a socket, statement by statement.
        Assert.True(used.TotalMicroseconds / 15000 < (TestStore.IsPostgres ? 3000 : 1000));
    }

    [Fact]
    public async Task Chargeback_beyond_the_balance_is_a_debt_that_later_money_pays_first()
    {
        await using var rig = await LedgerRig.OpenAsync();
        await rig.PostAsync(100);
        await rig.ReserveAsync(30);
        Assert.Equal(PostingResult.Insufficient, await rig.PostAsync(-71, LedgerKind.Adjust));
        Assert.Equal(PostingResult.Posted, await rig.PostAsync(-100, LedgerKind.Chargeback));
        Assert.Equal((0, 30, 30), await rig.BalanceAsync());
        Assert.Equal(0, await rig.ReserveAsync(10));
        await rig.Ledger.ReleaseAsync(LedgerRig.Allowance(), new(20), CancellationToken.None);
        Assert.Equal((0, 10, 10), await rig.BalanceAsync());
        await rig.PostAsync(25);
        Assert.Equal((15, 10, 0), await rig.BalanceAsync());
    }
}
