using System.Diagnostics;
using Dapper;
using Gantry.Billing;
using Gantry.Billing.Caps;
using Gantry.Billing.Ledger;
using Gantry.Billing.Pricing;
using Gantry.Storage;
using Gantry.Tests.Billing;
using Xunit;

namespace Gantry.Tests.Storage.Ledger;

/// <summary>Settlement as the journal drives it, and the books as people read them.</summary>
public sealed class PipelineTests
{
    [Theory]
    [InlineData("08006")] // connection lost
    [InlineData("23505")] // unique violation
    [InlineData("25006")] // read-only
    [InlineData("40001")] // serialization failure
    [InlineData("40P01")] // deadlock
    [InlineData("53100")] // disk full
    [InlineData("55P03")] // lock not available
    [InlineData("57P01")] // shut down
    [InlineData("58030")] // I/O error
    [InlineData("XX000")] // internal error
    public async Task D_3_Commit_that_fails_settles_later_and_once(string state)
    {
        await using var failing = new FailingDatabase(await TestStore.FreshAsync(new FixedTime()));
        await using var rig = await LedgerRig.OpenAsync(1, failing);
        await rig.PostAsync(10_000);
        await rig.ReserveAsync(5_000);
        for (var i = 0; i < 5; i++) failing.Fail(state);
        using var folder = new TemporaryFolder();
        await WriteAsync(rig, folder, [.. Enumerable.Range(0, 40).Select(i => rig.Request($"req_{i}", 10))]);

        Assert.Equal(5, failing.Failed);
        Assert.Equal((5_000, 4_600, 0), await rig.BalanceAsync());
        Assert.Equal(40, await rig.ScalarAsync<long>("SELECT COUNT(*) FROM ledger_transactions WHERE kind = 'settle'"));
        Assert.Empty(folder.Files("dead-letter*"));
        Assert.Empty(await rig.BrokenAsync());
    }

    [Fact]
    public async Task D_3_Record_that_cannot_be_settled_is_set_aside_alone()
    {
        await using var rig = await LedgerRig.OpenAsync();
        await rig.PostAsync(10_000);
        await rig.ReserveAsync(5_000);
        using var folder = new TemporaryFolder();
        await WriteAsync(rig, folder, [.. Enumerable.Range(0, 200).Select(i => i == 77 ? rig.Request("req_poison", 10, wallet: 5) : rig.Request($"req_{i}", 10))]);
        Assert.Equal((5_000, 3_010, 0), await rig.BalanceAsync());
        Assert.Contains("req_poison", Assert.Single(await File.ReadAllLinesAsync(Assert.Single(folder.Files("dead-letter*")))));
        Assert.Equal(199, await rig.ScalarAsync<long>("SELECT COUNT(*) FROM usage_records"));
        Assert.Empty(await rig.BrokenAsync());
    }

    [Fact]
    public async Task D_5_Each_id_of_a_request_leads_to_its_row_by_an_index()
    {
        await using var rig = await LedgerRig.OpenAsync();
        await rig.SettleAsync([.. Enumerable.Range(0, 300).Select(i => rig.Request($"req_{i}", 0, attempts: 2))]);
        string[] ids = ["req_123", "msg_req_123", LedgerRig.Attempt("req_123", 1, 0).Id.ToString(), LedgerRig.Attempt("req_123", 2, 0).Id.ToString()];
        foreach (var id in ids) Assert.Equal("req_123", await rig.Book.FindRequestAsync(id, CancellationToken.None));
        Assert.Null(await rig.Book.FindRequestAsync("req_300", CancellationToken.None));
        Assert.Equal("msg_req_123", await rig.ScalarAsync<string>("SELECT upstream_response_id FROM usage_records WHERE request_id = 'req_123'"));
        if (TestStore.IsPostgres) return;
        var plan = await rig.Database.ReadAsync(
            c => c.QueryAsync<(long, long, long, string Detail)>($"EXPLAIN QUERY PLAN {LedgerBook.FindRequest}", new { id = "" }), CancellationToken.None);
        Assert.DoesNotContain(plan, step => step.Detail.StartsWith("SCAN", StringComparison.Ordinal));
    }

    [Fact]
    public async Task D_8_Totals_of_a_hundred_users_are_those_of_the_ledger()
    {
        const int Users = 100;
        var random = new Random(8);
        await using var rig = await LedgerRig.OpenAsync(Users);
        for (var user = 0; user < Users; user++)
        {
            await rig.PostAsync(10_000, wallet: user);
            await rig.ReserveAsync(random.Next(1, 9_000), wallet: user);
        }

        for (var batch = 0; batch < 20; batch++)
        {
            rig.Time.Now += TimeSpan.FromMinutes(random.Next(200));
            await rig.SettleAsync([.. Enumerable.Range(0, 50).Select(i =>
            {
                var cost = random.Next(2_000);
                return rig.Request($"req_{batch}_{i}", cost, random.Next(cost + 1), random.Next(Users));
            })]);
            var refunded = $"req_{batch}_{random.Next(50)}";
            if (await rig.Book.ChargeAsync(refunded, CancellationToken.None) is { RefundableNanos: > 0 and var most } charge)
            {
                var refund = new LedgerPosting
                {
                    TransactionId = $"refund:{batch}",
                    Kind = LedgerKind.Refund,
                    WalletId = charge.WalletId,
                    Amount = new Money(random.NextInt64(1, most + 1)),
                    Counter = LedgerAccounts.Refunds,
                    Actor = "test",
                    RequestId = refunded,
                };
                Assert.Equal(PostingResult.Posted, await rig.Ledger.PostAsync(refund, CancellationToken.None));
            }
        }

        for (var user = 0; user < Users; user++)
        {
            var (available, reserved, debt) = await rig.BalanceAsync(user);
            var spent = 10_000 - available - reserved + debt;
            var id = new { id = LedgerRig.Wallet(user).ToString() };
            Assert.Equal(spent, await rig.ScalarAsync<long>("SELECT COALESCE(SUM(charged_nanos - refunded_nanos), 0) FROM usage_hourly WHERE account_id = @id", id));
            Assert.Equal(spent, await rig.ScalarAsync<long>("SELECT COALESCE(SUM(charged_nanos - refunded_nanos), 0) FROM usage_records WHERE account_id = @id", id));
            Assert.Equal(spent, (await rig.Ledger.SpentAsync(SpendScope.Account, id.id, null, 0, CancellationToken.None)).Nanos);
        }

        await rig.Ledger.RenewRunAsync(rig.Run, CancellationToken.None);
        Assert.Empty(await rig.BrokenAsync());
    }

    [Fact]
    public async Task L_41_Thousand_settlements_a_second_beside_readers_and_a_vacuum_meet_no_lock()
    {
        using var folder = new TempFolder();
        await using var rig = await LedgerRig.OpenAsync(10, await TestStore.OpenAsync(folder.File("gantry.db"), new FixedTime(), CancellationToken.None));
        for (var wallet = 0; wallet < 10; wallet++) await rig.PostAsync(1_000_000_000, wallet: wallet);
        using var stop = new CancellationTokenSource();
        var reads = 0;
        var readers = Enumerable.Range(0, 8).Select(async i =>
        {
            await Task.Yield();
            while (!stop.IsCancellationRequested)
            {
                await rig.BalanceAsync(i);
                await rig.Ledger.SpentAsync(SpendScope.Key, LedgerRig.Key(i).ToString(), null, 0, CancellationToken.None);
                Interlocked.Increment(ref reads);
                await Task.Delay(2);
            }
        }).ToArray();
        var upkeep = UpkeepAsync(folder, stop.Token);
        var slowest = TimeSpan.Zero;
        var clock = Stopwatch.StartNew();
        for (var second = 0; second < 30; second++)
        {
            var started = clock.Elapsed;
            await rig.ReserveAsync(1_000_000, wallet: second % 10);
            slowest = TimeSpan.FromTicks(Math.Max(slowest.Ticks, (clock.Elapsed - started).Ticks));
            await rig.SettleAsync([.. Enumerable.Range(0, 100).Select(i => rig.Request($"req_{second}_{i}", 100, wallet: i % 10))]);
            var early = TimeSpan.FromMilliseconds(100 * (second + 1)) - clock.Elapsed;
            if (early > TimeSpan.Zero) await Task.Delay(early);
        }

        await stop.CancelAsync();
        await Task.WhenAll(readers);
        var done = await upkeep;
        TestContext.Current.TestOutputHelper?.WriteLine($"{clock.ElapsedMilliseconds} ms, {reads} reads, {done} rounds of upkeep, slowest reservation {slowest.TotalMilliseconds:0} ms");
        Assert.True(done > 0);
        Assert.Equal(3_000, await rig.ScalarAsync<long>("SELECT COUNT(*) FROM ledger_transactions WHERE kind = 'settle'"));
        Assert.Empty(await rig.BrokenAsync());
    }

    // Another process that vacuums and backs up: it waits as long as it must.
    private static async Task<int> UpkeepAsync(TempFolder folder, CancellationToken stop)
    {
        await Task.Yield();
        await using var connection = await TestStore.ConnectAsync(folder.File("gantry.db"));
        var done = 0;
        while (!stop.IsCancellationRequested)
        {
            await connection.ExecuteAsync("VACUUM", commandTimeout: 60);
            // Backups of PostgreSQL are readers as others are.
            if (!TestStore.IsPostgres) await connection.ExecuteAsync($"VACUUM INTO '{folder.File($"backup-{done}.db")}'", commandTimeout: 60);
            done++;
            await Task.Delay(700, CancellationToken.None);
        }

        return done;
    }

    private static async Task WriteAsync(LedgerRig rig, TemporaryFolder folder, UsageRecord[] records)
    {
        using var journal = JournalRig.Open(folder);
        using var writer = JournalRig.Writer(folder, journal, rig.Usage);
        await writer.StartAsync(CancellationToken.None);
        foreach (var record in records) await writer.AppendAsync(record, CancellationToken.None);
        await JournalRig.UntilAsync(() => writer.Backlog == 0 || writer.ExecuteTask!.IsCompleted);

        // A writer whose loop has ended early throws here what ended it.
        Assert.False(writer.ExecuteTask!.IsCompleted, writer.ExecuteTask.Exception?.ToString());
        await writer.StopAsync(CancellationToken.None);
    }
}
