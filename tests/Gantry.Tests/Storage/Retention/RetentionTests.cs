using System.Diagnostics;
using Gantry.Billing;
using Gantry.Billing.Caps;
using Gantry.Billing.Ledger;
using Gantry.Billing.Retention;
using Gantry.Nodes;
using Gantry.Storage;
using Gantry.Tests.Storage.Ledger;
using Xunit;

namespace Gantry.Tests.Storage.Retention;

public sealed class RetentionTests
{
    private static readonly RetentionTerms Terms = new();

    [Fact]
    public async Task D_8_Totals_of_100_random_accounts_are_those_of_the_ledger_before_and_after_old_usage_is_dropped()
    {
        const int accounts = 100;
        await using var rig = await LedgerRig.OpenAsync(accounts);
        var old = rig.Run;
        var random = new Random(8);
        var today = rig.Time.Now;
        var expected = new long[accounts];
        for (var account = 0; account < accounts; account++) await rig.PostAsync(1_000_000_000_000, wallet: account);
        for (var day = 500; day >= 0; day -= 5)
        {
            rig.Time.Now = today.AddDays(-day).AddMinutes(random.Next(-700, 700));
            if (day == 250) await rig.Ledger.SweepAsync([await rig.Ledger.BeginRunAsync(new NodeFacts("here"), CancellationToken.None)], CancellationToken.None);
            var records = new List<UsageRecord>();
            for (var i = 0; i < 20; i++)
            {
                var account = random.Next(accounts);
                var cost = random.NextInt64(0, 3_000_000_000);
                expected[account] += cost;
                records.Add(rig.Request($"req_{day}_{i}", cost, cost, account, run: day > 250 ? old : old + 1) with { Model = $"m{random.Next(3)}" });
            }

            await rig.SettleAsync([.. records]);
            foreach (var record in records.Where(r => r.Charge!.CostNanos > 1 && random.Next(4) == 0))
            {
                var back = random.NextInt64(1, record.Charge!.CostNanos);
                var account = Enumerable.Range(0, accounts).Single(a => LedgerRig.Wallet(a) == record.AccountId);
                Assert.Equal(PostingResult.Posted, await rig.PostAsync(back, LedgerKind.Refund, account, requestId: record.RequestId));
                expected[account] -= back;
            }
        }

        rig.Time.Now = today;
        var members = new List<string>();
        for (var account = 0; account < accounts; account++) members.Add(await rig.JoinAsync(account, person: 0));
        await HoldsAsync();
        Assert.Equal(await DayAsync("usage_hourly", "hour", 0), await DayAsync("traffic_daily", "day", 0));
        var retention = new UsageRetention(rig.Database);
        var cut = Terms.CutAt(today);
        var counted = await retention.CountAsync(cut, CancellationToken.None);
        var dropped = await retention.DropAsync(cut, CancellationToken.None);
        Assert.Equal((counted.Records, counted.Attempts, counted.Hours), (dropped.Records, dropped.Attempts, dropped.Hours));
        Assert.True(dropped is { Records: > 1500, Hours: > 300 }, dropped.ToString());
        Assert.Equal(0, await rig.ScalarAsync<long>("SELECT COUNT(*) FROM usage_records WHERE started_at < @at", new { at = UnixMicros.Of(today.AddDays(-91)) }));
        Assert.Equal(0, await rig.ScalarAsync<long>("SELECT COUNT(*) FROM usage_hourly WHERE hour < @at", new { at = UnixMicros.Of(today.AddDays(-401)) }));
        await HoldsAsync();
        var kept = UnixMicros.Of(new DateTimeOffset(cut.Records.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero));
        Assert.Equal(await DayAsync("usage_hourly", "hour", kept), await DayAsync("traffic_daily", "day", 0));
        foreach (var counts in (string[])["pace_hourly", "model_pace_hourly", "upstream_cost_hourly"])
            Assert.Equal(0, await rig.ScalarAsync<long>($"SELECT COUNT(*) FROM {counts} WHERE hour < @kept", new { kept }));

        var again = await retention.DropAsync(cut, CancellationToken.None);
        Assert.Equal((0, 0, 0), (again.Records, again.Attempts, again.Hours));

        // Of dashboards: they show what the sums by the hour hold.
        Task<string?> DayAsync(string table, string column, long from) =>
            rig.ScalarAsync<string>($"SELECT SUM(requests) || ' ' || SUM(cost_nanos) || ' ' || SUM(charged_nanos) || ' ' || SUM(overrun_nanos) || ' ' || SUM(refunded_nanos) FROM {table} WHERE {column} >= @from", new { from });

        async Task HoldsAsync()
        {
            Assert.Empty(await rig.BrokenAsync());
            for (var account = 0; account < accounts; account++)
            {
                var (key, owner, id) = (LedgerRig.Key(account).ToString(), LedgerRig.Wallet(account).ToString(), account);
                Assert.Equal(expected[id], (await rig.Ledger.SpentAsync(SpendScope.Key, key, null, 0, CancellationToken.None)).Nanos);
                Assert.Equal(expected[id], (await rig.Ledger.SpentAsync(SpendScope.Account, owner, null, 0, CancellationToken.None)).Nanos);
                Assert.Equal(expected[id], (await rig.Ledger.SpentAsync(SpendScope.Member, members[id], null, 0, CancellationToken.None)).Nanos);
                Assert.Equal(expected[id], 1_000_000_000_000 - (await rig.BalanceAsync(id)).Available);
            }
        }
    }

    [Fact]
    public async Task Run_that_outlives_its_records_is_asked_only_for_the_charges_of_others()
    {
        await using var rig = await LedgerRig.OpenAsync();
        var other = await rig.Ledger.BeginRunAsync(new NodeFacts("there"), CancellationToken.None);
        var today = rig.Time.Now;
        await rig.PostAsync(1_000_000);
        for (var i = 0; i < 13; i++)
        {
            rig.Time.Now = today.AddDays(40 * i);
            await rig.SettleAsync(rig.Request($"req_mine_{i}", 1 << i, 1 << i), rig.Request($"req_theirs_{i}", 10_000, 10_000, run: other));
            foreach (var run in (long[])[rig.Run, other, 0])
            {
                var mine = (2 << i) - 1;
                var theirs = 10_000 * (i + 1);
                var others = run == rig.Run ? theirs : run == other ? mine : mine + theirs;
                Assert.Equal(others, (await rig.Ledger.SpentAsync(SpendScope.Key, LedgerRig.Key().ToString(), null, run, CancellationToken.None)).Nanos);
                await new UsageRetention(rig.Database).DropAsync(Terms.CutAt(rig.Time.Now), CancellationToken.None);
                Assert.Equal(others, (await rig.Ledger.SpentAsync(SpendScope.Key, LedgerRig.Key().ToString(), null, run, CancellationToken.None)).Nanos);
            }
        }

        Assert.True(await rig.ScalarAsync<long>("SELECT COUNT(*) FROM usage_monthly") > 0);
        Assert.True(await rig.ScalarAsync<long>("SELECT COUNT(*) FROM usage_dropped") > 0);
        Assert.Equal(["I-4"], (await rig.BrokenAsync()).Append("I-4").Distinct());
    }

    [Fact]
    public async Task Record_settled_on_a_later_day_stays_until_that_day_goes()
    {
        await using var rig = await LedgerRig.OpenAsync();
        await rig.PostAsync(1000);
        rig.Time.Now = new DateTimeOffset(rig.Time.Now.Date.AddDays(1).AddSeconds(-1), TimeSpan.Zero);
        var late = rig.Request("req_late", 10, 10);
        rig.Time.Now = rig.Time.Now.AddSeconds(2);
        await rig.SettleAsync(late);
        var settled = DateOnly.FromDateTime(rig.Time.Now.UtcDateTime);
        var retention = new UsageRetention(rig.Database);
        Assert.Equal(0, (await retention.DropAsync(new RetentionCut(settled, settled), CancellationToken.None)).Records);
        Assert.Empty(await rig.BrokenAsync());
        Assert.Equal(0, await SpentAsync(rig.Run));
        Assert.Equal(10, await SpentAsync(0));
        Assert.Equal(1, (await retention.DropAsync(new RetentionCut(settled.AddDays(1), settled), CancellationToken.None)).Records);
        Assert.Empty(await rig.BrokenAsync());
        Assert.Equal(0, await SpentAsync(rig.Run));
        Assert.Equal(10, await SpentAsync(0));

        async Task<long> SpentAsync(long except) =>
            (await rig.Ledger.SpentAsync(SpendScope.Key, LedgerRig.Key().ToString(), null, except, CancellationToken.None)).Nanos;
    }

    [Fact]
    public async Task Record_that_comes_again_after_it_was_dropped_moves_nothing()
    {
        await using var rig = await LedgerRig.OpenAsync();
        await rig.PostAsync(1000);
        var record = rig.Request("req_1", 10, 10);
        await rig.SettleAsync(record);
        rig.Time.Now = rig.Time.Now.AddDays(500);
        await new UsageRetention(rig.Database).DropAsync(Terms.CutAt(rig.Time.Now), CancellationToken.None);
        await rig.SettleAsync(record, rig.Request("req_2", 5, 5));
        Assert.Equal((985, 0, 0), await rig.BalanceAsync());
        Assert.Empty(await rig.BrokenAsync());
    }

    [Theory]
    [InlineData("UPDATE usage_monthly SET charged_nanos = charged_nanos + 1", "I-8")]
    [InlineData("DELETE FROM usage_monthly", "I-8")]
    [InlineData("DELETE FROM usage_records WHERE request_id = 'req_new'; DELETE FROM attempt_costs WHERE request_id = 'req_new'", "I-5,I-8")]
    [InlineData("UPDATE usage_records SET charged_nanos = 9, overrun_nanos = 1", "I-7,I-8")]
    public async Task I_5_to_I_8_still_see_what_is_wrong_once_old_records_are_gone(string damage, string found)
    {
        await using var rig = await LedgerRig.OpenAsync();
        await rig.PostAsync(1000);
        await rig.SettleAsync(rig.Request("req_old", 10, 10));
        rig.Time.Now = rig.Time.Now.AddDays(500);
        await rig.SettleAsync(rig.Request("req_new", 10, 10));
        Assert.Equal(1, (await new UsageRetention(rig.Database).DropAsync(Terms.CutAt(rig.Time.Now), CancellationToken.None)).Records);
        Assert.Empty(await rig.BrokenAsync());
        await rig.SqlAsync(damage);
        Assert.Equal(found, string.Join(',', await rig.BrokenAsync()));
    }

    [Fact]
    public async Task D_7_Dropping_a_day_never_keeps_other_writes_waiting_for_a_second()
    {
        using var folder = new TempFolder();
        await using var rig = await LedgerRig.OpenAsync(1, await TestStore.OpenAsync(folder.File("gantry.db"), new FixedTime(), CancellationToken.None));
        await rig.PostAsync(1_000_000_000);
        const int records = 20_000;
        for (var batch = 0; batch < records; batch += 1000)
            await rig.SettleAsync([.. Enumerable.Range(batch, 1000).Select(i => rig.Request($"req_{i}", 1, 1))]);
        rig.Time.Now = rig.Time.Now.AddDays(Terms.UsageDays + 1);

        using var stop = new CancellationTokenSource();
        var waits = new List<TimeSpan>();
        var others = WriteAsync();
        var dropped = await new UsageRetention(rig.Database).DropAsync(Terms.CutAt(rig.Time.Now), CancellationToken.None);
        await stop.CancelAsync();
        await others;

        Assert.Equal((records, records), (dropped.Records, dropped.Attempts));
        // A second is for a machine that does nothing else. That each step has bounds shows in the writes that come in between.
        var bound = TimeSpan.FromSeconds(TestRun.IsLong ? 1 : 10);
        Assert.True(dropped.Longest < bound, $"one write took {dropped.Longest}");
        Assert.True(waits.Max() < bound, $"another write waited for {waits.Max()}");
        Assert.True(waits.Count >= records / UsageRetention.Chunk, $"only {waits.Count} other writes came in between");
        Assert.Empty(await rig.BrokenAsync());

        async Task WriteAsync()
        {
            while (!stop.IsCancellationRequested)
            {
                var start = Stopwatch.GetTimestamp();
                await rig.Ledger.RenewRunAsync(rig.Run, CancellationToken.None);
                waits.Add(Stopwatch.GetElapsedTime(start));
            }
        }
    }

    [Fact]
    public async Task Broken_off_and_run_again_it_drops_the_rest()
    {
        await using var rig = await LedgerRig.OpenAsync();
        await rig.PostAsync(10_000);
        await rig.SettleAsync([.. Enumerable.Range(0, 2500).Select(i => rig.Request($"req_{i}", 1, 1))]);
        var today = rig.Time.Now = rig.Time.Now.AddDays(500);
        await using var failing = new StopsAfter(rig.Database, 3);
        await Assert.ThrowsAsync<IOException>(() => new UsageRetention(failing).DropAsync(Terms.CutAt(today), CancellationToken.None));
        // On PostgreSQL days that are empty have gone before.
        var left = await rig.ScalarAsync<long>("SELECT COUNT(*) FROM usage_records");
        Assert.Equal(TestStore.IsPostgres ? 2500 : 500, left);
        Assert.Empty(await rig.BrokenAsync());
        Assert.Equal(left, (await new UsageRetention(rig.Database).DropAsync(Terms.CutAt(today), CancellationToken.None)).Records);
        Assert.Empty(await rig.BrokenAsync());
        Assert.Equal(2500, (await rig.Ledger.SpentAsync(SpendScope.Account, LedgerRig.Wallet().ToString(), null, 0, CancellationToken.None)).Nanos);
    }

    private sealed class StopsAfter(IDatabase inner, int writes) : IDatabase
    {
        private int _left = writes;

        public Task<bool> HasTableAsync(string name, CancellationToken cancellation) => inner.HasTableAsync(name, cancellation);

        public Task<T> ReadAsync<T>(Func<System.Data.Common.DbConnection, Task<T>> read, CancellationToken cancellation) => inner.ReadAsync(read, cancellation);

        public Task<T> WriteAsync<T>(Func<System.Data.Common.DbConnection, Task<T>> write, CancellationToken cancellation) =>
            _left-- > 0 ? inner.WriteAsync(write, cancellation) : throw new IOException("The disk is gone.");

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
