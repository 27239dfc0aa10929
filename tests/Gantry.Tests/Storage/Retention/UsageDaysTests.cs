using System.Data.Common;
using Dapper;
using Gantry.Billing.Caps;
using Gantry.Billing.Ledger;
using Gantry.Billing.Retention;
using Gantry.Storage;
using Gantry.Tests.Storage.Ledger;
using Npgsql;
using Xunit;

namespace Gantry.Tests.Storage.Retention;

/// <summary>Usage of PostgreSQL by the day (decision 0042).</summary>
public sealed class UsageDaysTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private string? _name;

    public void Dispose()
    {
        if (_name is not null) PostgresCluster.Drop(_name);
    }

    [Fact]
    public async Task D_6_Days_are_there_before_they_begin_and_the_default_partition_stays_empty()
    {
        await using var rig = await OpenAsync();
        await rig.PostAsync(1_000_000);
        var retention = new UsageRetention(rig.Database);
        for (var hour = 0; hour < 24 * 10; hour += 5)
        {
            // The keeper is away for three days on end.
            if (hour % 72 < 24) await retention.MakeRoomAsync(Today(rig), None);
            await rig.SettleAsync(rig.Request($"req_{hour}", 7, 7));
            rig.Time.Now = rig.Time.Now.AddHours(5);
        }

        Assert.Equal((0, 0), await DefaultsAsync(rig));
        Assert.Equal(48, await rig.ScalarAsync<long>("SELECT COUNT(*) FROM usage_records"));
        Assert.Empty(await rig.BrokenAsync());
    }

    [Fact]
    public async Task D_6_Missing_day_is_no_error_and_what_came_before_it_was_made_moves_into_it()
    {
        await using var rig = await OpenAsync();
        await rig.PostAsync(1_000_000);
        rig.Time.Now = rig.Time.Now.AddYears(5);
        await rig.SettleAsync(rig.Request("req_before", 7, 7, attempts: 2));
        Assert.Equal((1, 2), await DefaultsAsync(rig));
        Assert.Equal("req_before", await rig.Book.FindRequestAsync("msg_req_before", None));

        await new UsageRetention(rig.Database).MakeRoomAsync(Today(rig), None);
        await rig.SettleAsync(rig.Request("req_before", 7, 7, attempts: 2), rig.Request("req_after", 5, 5));
        Assert.Equal((0, 0), await DefaultsAsync(rig));
        Assert.Equal(2, await rig.ScalarAsync<long>($"SELECT COUNT(*) FROM usage_records_{Today(rig):yyyyMMdd}"));
        Assert.Equal(3, await rig.ScalarAsync<long>($"SELECT COUNT(*) FROM attempt_costs_{Today(rig):yyyyMMdd}"));
        Assert.Equal((999_988, 0, 0), await rig.BalanceAsync());
        Assert.Empty(await rig.BrokenAsync());
        // Made once: the next look finds nothing to do.
        var commits = Commits(rig);
        await new UsageRetention(rig.Database).MakeRoomAsync(Today(rig), None);
        Assert.Equal(commits, Commits(rig));
    }

    [Fact]
    public async Task Whoever_reads_a_day_keeps_it_and_nobody_waits_behind_the_drop_for_the_reader()
    {
        await using var rig = await OpenAsync();
        await rig.PostAsync(1000);
        await new UsageRetention(rig.Database).MakeRoomAsync(Today(rig), None);
        await rig.SettleAsync(rig.Request("req_1", 1, 1));
        rig.Time.Now = rig.Time.Now.AddDays(91);
        await using var reader = new NpgsqlConnection(_name);
        await reader.OpenAsync(None);
        await reader.ExecuteAsync("BEGIN; SELECT COUNT(*) FROM usage_records");

        var dropping = new UsageRetention(rig.Database).DropAsync(new RetentionTerms().CutAt(rig.Time.Now), None);
        await WaitingAsync(reader);
        // With the reader still there, the drop cannot go on; whoever comes after it does.
        await Task.WhenAll(AskAsync(rig), AskAsync(rig)).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.False(dropping.IsCompleted);
        await WaitingAsync(reader);
        await reader.ExecuteAsync("COMMIT");
        Assert.Equal(1, (await dropping).Records);
        Assert.Empty(await rig.BrokenAsync());
    }

    [Fact]
    public async Task Refund_and_late_record_between_the_look_and_the_drop_are_not_lost()
    {
        await using var rig = await OpenAsync();
        await rig.PostAsync(1_000_000);
        await new UsageRetention(rig.Database).MakeRoomAsync(Today(rig), None);
        await rig.SettleAsync(rig.Request("req_1", 100, 100));
        var late = rig.Request("req_late", 10, 10);
        rig.Time.Now = rig.Time.Now.AddDays(91);
        var looks = 0;
        var between = new Between(rig.Database, async () =>
        {
            if (++looks > 1) return;
            Assert.Equal(PostingResult.Posted, await rig.PostAsync(30, LedgerKind.Refund, requestId: "req_1"));
            await rig.SettleAsync(late);
        });
        var dropped = await new UsageRetention(between).DropAsync(new RetentionTerms().CutAt(rig.Time.Now), None);

        // The late one was settled today: it stays, where it is no day.
        Assert.Equal((1, 1), (dropped.Records, await rig.ScalarAsync<long>("SELECT COUNT(*) FROM usage_records_default WHERE request_id = 'req_late'")));
        Assert.True(looks > 1);
        Assert.Equal((0, 80), (await SpentAsync(rig, rig.Run), await SpentAsync(rig, 0)));
        Assert.Empty(await rig.BrokenAsync());
    }

    [Fact]
    public async Task Step_of_the_schema_moves_what_is_there_into_days()
    {
        var time = new FixedTime();
        await using var database = await PostgresDatabase.ConnectAsync(_name = await PostgresCluster.NewDatabaseAsync(template: null), None);
        await new Migrator([.. Migration.Postgres.Where(step => step.Number < 74)], time).RunAsync(database, None);
        var rig = await LedgerRig.OpenAsync(1, database);
        await rig.PostAsync(1_000_000);
        for (var day = 0; day < 5; day++)
        {
            rig.Time.Now = rig.Time.Now.AddDays(1);
            await rig.SettleAsync([.. Enumerable.Range(0, 40).Select(i => rig.Request($"req_{day}_{i}", 3, 3))]);
        }

        await database.MigrateAsync(time, None);
        Assert.Equal((0, 0), await DefaultsAsync(rig));
        Assert.Equal(200, await rig.ScalarAsync<long>("SELECT COUNT(*) FROM usage_records"));
        Assert.Equal(40, await rig.ScalarAsync<long>($"SELECT COUNT(*) FROM usage_records_{Today(rig):yyyyMMdd}"));
        Assert.Equal(0, await rig.ScalarAsync<long>("SELECT COUNT(*) FROM pg_index WHERE NOT indisvalid"));
        await rig.SettleAsync(rig.Request("req_4_0", 3, 3), rig.Request("req_new", 3, 3));
        Assert.Equal(201, await rig.ScalarAsync<long>("SELECT SUM(requests) FROM usage_hours"));
        Assert.Empty(await rig.BrokenAsync());
    }

    private static DateOnly Today(LedgerRig rig) => DateOnly.FromDateTime(rig.Time.Now.UtcDateTime);

    private async Task<LedgerRig> OpenAsync() =>
        await LedgerRig.OpenAsync(1, await PostgresDatabase.ConnectAsync(_name = await PostgresCluster.NewDatabaseAsync(), None));

    private static async Task<(long Records, long Attempts)> DefaultsAsync(LedgerRig rig) =>
        (await rig.ScalarAsync<long>("SELECT COUNT(*) FROM usage_records_default"), await rig.ScalarAsync<long>("SELECT COUNT(*) FROM attempt_costs_default"));

    private static async Task<long> SpentAsync(LedgerRig rig, long except) =>
        (await rig.Ledger.SpentAsync(SpendScope.Key, LedgerRig.Key().ToString(), null, except, None)).Nanos;

    private static long Commits(LedgerRig rig) => ((PostgresDatabase)rig.Database).Commits;

    private static async Task WaitingAsync(NpgsqlConnection reader)
    {
        while (!await reader.ExecuteScalarAsync<bool>("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted AND mode = 'AccessExclusiveLock')")) await Task.Delay(5);
    }

    // What writes and what reads of the days.
    private static async Task AskAsync(LedgerRig rig)
    {
        await rig.Ledger.RenewRunAsync(rig.Run, None);
        await rig.ScalarAsync<long>("SELECT COUNT(*) FROM usage_records WHERE started_at > @now", new { now = UnixMicros.Of(rig.Time.Now) });
    }

    /// <summary>Does something after each look at a day.</summary>
    private sealed class Between(IDatabase inner, Func<Task> then) : IDatabase
    {
        private int _reads;

        public Task<bool> HasTableAsync(string name, CancellationToken cancellation) => inner.HasTableAsync(name, cancellation);

        public async Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> read, CancellationToken cancellation)
        {
            var result = await inner.ReadAsync(read, cancellation);
            // The first one asks which days there are.
            if (++_reads > 1) await then();
            return result;
        }

        public Task<T> WriteAsync<T>(Func<DbConnection, Task<T>> write, CancellationToken cancellation) => inner.WriteAsync(write, cancellation);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
