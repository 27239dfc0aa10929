using Gantry.Billing;
using Xunit;

namespace Gantry.Tests.Billing;

public sealed class UsageWriterTest : IDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly FakeUsageStore _store = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Records_of_one_caller_reach_the_store_in_order_and_in_batches()
    {
        using var journal = JournalRig.Open(_folder);
        using var writer = JournalRig.Writer(_folder, journal, _store);
        await writer.StartAsync(CancellationToken.None);

        await AppendAsync(writer, 0, 5_000);
        await writer.StopAsync(CancellationToken.None);

        Assert.Equal(UsageRecords.Ids(0, 5_000), _store.Ids);
        Assert.True(_store.Calls < 2_500, $"{_store.Calls} inserts");
        Assert.True(_store.LargestBatch <= 2_000);
        Assert.Equal(0, writer.Backlog);
    }

    [Fact]
    public async Task Clean_stop_leaves_no_file()
    {
        using (var journal = JournalRig.Open(_folder))
        using (var writer = JournalRig.Writer(_folder, journal, _store))
        {
            await writer.StartAsync(CancellationToken.None);
            await AppendAsync(writer, 0, 100);
            await writer.StopAsync(CancellationToken.None);
        }

        Assert.Equal([Path.Combine(_folder.Path, "lock")], _folder.Files("*"));
    }

    [Fact]
    public async Task What_a_former_process_left_is_inserted_once()
    {
        using (var journal = JournalRig.Open(_folder))
        {
            await JournalRig.AppendAsync(journal, 0, 7_000);
        }

        for (var start = 0; start < 2; start++)
        {
            using var journal = JournalRig.Open(_folder);
            using var writer = JournalRig.Writer(_folder, journal, _store);
            await writer.StartAsync(CancellationToken.None);
            await AppendAsync(writer, 7_000 + (start * 10), 10);
            await JournalRig.UntilAsync(() => _store.Count == 7_010 + (start * 10) && writer.Backlog == 0);
            await writer.StopAsync(CancellationToken.None);
        }

        Assert.Equal(UsageRecords.Ids(0, 7_020), _store.Ids.Order());
    }

    [Fact]
    public async Task Failing_insert_keeps_the_batch_and_backs_off_to_the_cap()
    {
        var failures = 0;
        _store.Judge = _ => ThrowIf(failures++ < 60);
        var time = new ImpatientTime();
        using var journal = JournalRig.Open(_folder);
        using var writer = JournalRig.Writer(_folder, journal, _store, new UsageWriterOptions { BatchWait = TimeSpan.FromMilliseconds(7) }, time);
        await writer.StartAsync(CancellationToken.None);

        await AppendAsync(writer, 0, 300);
        await JournalRig.UntilAsync(() => writer.Backlog == 0);
        await writer.StopAsync(CancellationToken.None);

        Assert.Equal(UsageRecords.Ids(0, 300), _store.Ids.Order());
        var pauses = time.Asked.Where(pause => pause.TotalMilliseconds != 7).Select(pause => pause.TotalMilliseconds).ToArray();
        Assert.Equal([50, 100, 200, 400], pauses[..4]);
        Assert.True(pauses.All(pause => pause <= 5_000));
        Assert.False(File.Exists(Path.Combine(_folder.Path, "dead-letter.jsonl")));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(777)]
    [InlineData(1_999)]
    public async Task Poison_row_goes_to_the_dead_letters_and_the_others_to_the_store(int poison)
    {
        _store.Judge = rows => ThrowIf(rows.Any(row => row.RequestId == UsageRecords.Id(poison)));
        using var journal = JournalRig.Open(_folder);
        using var writer = JournalRig.Writer(_folder, journal, _store);
        await AppendAsync(writer, 0, 2_000);
        await writer.StartAsync(CancellationToken.None);
        await JournalRig.UntilAsync(() => _store.Count == 1_999);

        // The last row is proven guilty only by a newer one that is taken.
        await AppendAsync(writer, 2_000, 1);
        await JournalRig.UntilAsync(() => writer.Backlog == 0);

        var line = Assert.Single(await File.ReadAllLinesAsync(Path.Combine(_folder.Path, "dead-letter.jsonl")));
        Assert.Contains(UsageRecords.Id(poison), line, StringComparison.Ordinal);
        Assert.Equal(UsageRecords.Ids(0, 2_001).Where(id => id != UsageRecords.Id(poison)), _store.Ids.Order());

        // Three whole tries, then at most two inserts a split.
        Assert.True(_store.Calls <= 3 + (3 * 24), $"{_store.Calls} inserts");
        await writer.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Row_that_is_refused_alone_for_a_moment_is_no_poison()
    {
        // Refused in company always, and alone the first time: a lock that somebody held.
        var alone = 0;
        _store.Judge = batch => ThrowIf(batch.Any(record => record.RequestId == UsageRecords.Ids(3, 1).Single()) && (batch.Count > 1 || alone++ == 0));
        using var journal = JournalRig.Open(_folder);
        using var writer = JournalRig.Writer(_folder, journal, _store);
        await writer.StartAsync(CancellationToken.None);

        await AppendAsync(writer, 0, 10);
        await JournalRig.UntilAsync(() => writer.Backlog == 0);
        await writer.StopAsync(CancellationToken.None);

        Assert.Equal(UsageRecords.Ids(0, 10), _store.Ids.Order());
        Assert.Empty(_folder.Files("dead-letter*"));
    }

    [Fact]
    public async Task Row_that_meets_a_broken_connection_each_time_is_no_poison()
    {
        var broken = 12;
        _store.Judge = batch =>
        {
            if (batch.Any(record => record.RequestId == UsageRecords.Ids(3, 1).Single()) && broken-- > 0) throw new LostConnection();
        };
        using var journal = JournalRig.Open(_folder);
        using var writer = JournalRig.Writer(_folder, journal, _store);
        await writer.StartAsync(CancellationToken.None);

        await AppendAsync(writer, 0, 10);
        await JournalRig.UntilAsync(() => writer.Backlog == 0);
        await writer.StopAsync(CancellationToken.None);

        Assert.True(broken < 0);
        Assert.Equal(UsageRecords.Ids(0, 10), _store.Ids.Order());
        Assert.Empty(_folder.Files("dead-letter*"));
    }

    [Fact]
    public async Task Several_poison_rows_are_all_found()
    {
        string[] poison = [UsageRecords.Id(3), UsageRecords.Id(4), UsageRecords.Id(500)];
        _store.Judge = rows => ThrowIf(rows.Any(row => poison.Contains(row.RequestId)));
        using var journal = JournalRig.Open(_folder);
        using var writer = JournalRig.Writer(_folder, journal, _store);
        await AppendAsync(writer, 0, 1_000);

        await writer.StartAsync(CancellationToken.None);
        await JournalRig.UntilAsync(() => writer.Backlog == 0);
        await writer.StopAsync(CancellationToken.None);

        Assert.Equal(3, (await File.ReadAllLinesAsync(Path.Combine(_folder.Path, "dead-letter.jsonl"))).Length);
        Assert.Equal(997, _store.Count);
    }

    [Fact]
    public async Task Store_that_refuses_everything_makes_no_dead_letters_and_few_calls()
    {
        var down = true;
        _store.Judge = _ => ThrowIf(down);
        using var journal = JournalRig.Open(_folder);
        using var writer = JournalRig.Writer(_folder, journal, _store);
        await AppendAsync(writer, 0, 2_000);

        await writer.StartAsync(CancellationToken.None);
        await JournalRig.UntilAsync(() => _store.Calls > 60);
        down = false;
        await JournalRig.UntilAsync(() => writer.Backlog == 0);
        await writer.StopAsync(CancellationToken.None);

        Assert.Equal(UsageRecords.Ids(0, 2_000), _store.Ids.Order());
        Assert.False(File.Exists(Path.Combine(_folder.Path, "dead-letter.jsonl")));
    }

    [Fact]
    public async Task Paused_store_at_5000_records_a_second_loses_none()
    {
        var open = new TaskCompletionSource();
        _store.Open = open.Task;
        using var journal = JournalRig.Open(_folder);
        using var writer = JournalRig.Writer(_folder, journal, _store);
        await writer.StartAsync(CancellationToken.None);
        // What comes before that is taken for what a former process left, and waits for the store with it.
        await writer.Recovered;

        // 500 records every 100 ms for 5 s.
        for (var tick = 0; tick < 50; tick++)
        {
            await Task.WhenAll(AppendAsync(writer, tick * 500, 500), Task.Delay(100));
        }

        Assert.Equal(25_000, writer.Backlog);
        Assert.True(writer.Accepting);
        open.SetResult();
        await JournalRig.UntilAsync(() => writer.Backlog == 0);
        await writer.StopAsync(CancellationToken.None);

        Assert.Equal(UsageRecords.Ids(0, 25_000), _store.Ids.Order());
    }

    [Fact]
    public async Task Full_queue_makes_appends_wait_and_turns_new_requests_away()
    {
        var open = new TaskCompletionSource();
        _store.Open = open.Task;
        using var journal = JournalRig.Open(_folder);
        using var writer = JournalRig.Writer(_folder, journal, _store, new UsageWriterOptions { Capacity = 10, BatchRows = 5, BatchWait = TimeSpan.Zero });
        await writer.StartAsync(CancellationToken.None);

        var appends = AppendAsync(writer, 0, 40);
        await JournalRig.UntilAsync(() => !writer.Accepting);
        await Task.Delay(50);
        Assert.False(appends.IsCompleted);
        Assert.InRange(writer.Backlog, 10, 16);
        open.SetResult();
        await appends;
        await JournalRig.UntilAsync(() => writer.Backlog == 0);

        Assert.True(writer.Accepting);
        Assert.Equal(UsageRecords.Ids(0, 40), _store.Ids);
        await writer.StopAsync(CancellationToken.None);
    }

    [Theory]
    [InlineData(60_000, true)]
    [InlineData(50, false)]
    public async Task Store_that_is_behind_slows_requests_down_before_any_is_turned_away(int patience, bool catchesUp)
    {
        var open = new TaskCompletionSource();
        _store.Open = open.Task;
        using var journal = JournalRig.Open(_folder);
        using var writer = JournalRig.Writer(_folder, journal, _store, new UsageWriterOptions { Capacity = 20, BatchRows = 5, BatchWait = TimeSpan.Zero, CatchUpPatience = TimeSpan.FromMilliseconds(patience) });
        await writer.StartAsync(CancellationToken.None);
        await AppendAsync(writer, 0, 11);

        var dispatch = writer.DispatchAsync(UsageRecords.Numbered(11)).AsTask();
        await Task.Delay(20);
        Assert.True(writer.Accepting);
        Assert.True(!catchesUp || !dispatch.IsCompleted);
        if (catchesUp) open.SetResult();
        await dispatch.WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(catchesUp, writer.Backlog <= 10);
        open.TrySetResult();
        await JournalRig.UntilAsync(() => writer.Backlog == 0);
        await writer.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Stop_within_the_hosts_time_leaves_the_rest_for_the_next_start()
    {
        var closed = new TaskCompletionSource();
        _store.Open = closed.Task;
        using (var journal = JournalRig.Open(_folder))
        using (var writer = JournalRig.Writer(_folder, journal, _store))
        {
            await writer.StartAsync(CancellationToken.None);
            await AppendAsync(writer, 0, 50);
            using var limit = new CancellationTokenSource(100);
            await writer.StopAsync(limit.Token);
            await writer.ExecuteTask!.WaitAsync(TestRun.Limit(5));
            Assert.Equal(50, writer.Backlog);
        }

        Assert.Equal(UsageRecords.Ids(0, 50), JournalRig.Left(_folder).Ids);
    }

    [Fact]
    public async Task Stop_does_not_wait_for_a_store_that_keeps_failing()
    {
        _store.Judge = _ => ThrowIf(true);
        using (var journal = JournalRig.Open(_folder))
        using (var writer = JournalRig.Writer(_folder, journal, _store))
        {
            await writer.StartAsync(CancellationToken.None);
            await AppendAsync(writer, 0, 5);
            await writer.StopAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(10));
        }

        Assert.Equal(UsageRecords.Ids(0, 5), JournalRig.Left(_folder).Ids);
    }

    [Fact]
    public async Task Record_after_the_stop_is_in_the_journal()
    {
        using (var journal = JournalRig.Open(_folder))
        using (var writer = JournalRig.Writer(_folder, journal, _store))
        {
            await writer.StartAsync(CancellationToken.None);
            await writer.StopAsync(CancellationToken.None);
            await AppendAsync(writer, 0, 1);
        }

        Assert.Equal(UsageRecords.Ids(0, 1), JournalRig.Left(_folder).Ids);
    }

    [Fact]
    public async Task Broken_journal_is_told_to_the_caller_and_the_record_still_reaches_the_store()
    {
        using var journal = JournalRig.Open(_folder, open: _ => throw new IOException("Input/output error"));
        using var writer = JournalRig.Writer(_folder, journal, _store);
        await writer.StartAsync(CancellationToken.None);

        await Assert.ThrowsAsync<UsageJournalException>(async () => await writer.AppendAsync(UsageRecords.Numbered(1), CancellationToken.None));
        Assert.False(writer.Accepting);
        await writer.StopAsync(CancellationToken.None);

        Assert.Equal(UsageRecords.Ids(1, 1), _store.Ids);
    }

    [Fact]
    public async Task Cancelled_caller_loses_no_record()
    {
        using var journal = JournalRig.Open(_folder);
        using var writer = JournalRig.Writer(_folder, journal, _store);
        await writer.StartAsync(CancellationToken.None);

        await writer.AppendAsync(UsageRecords.Numbered(1), new CancellationToken(canceled: true));
        await writer.StopAsync(CancellationToken.None);

        Assert.Equal(UsageRecords.Ids(1, 1), _store.Ids);
    }

    static async Task AppendAsync(UsageWriter writer, int from, int count)
    {
        for (var number = from; number < from + count; number++)
        {
            await writer.AppendAsync(UsageRecords.Numbered(number), CancellationToken.None);
        }
    }

    sealed class LostConnection() : System.Data.Common.DbException("the connection was lost")
    {
        public override bool IsTransient => true;
    }

    static void ThrowIf(bool refused)
    {
        if (refused)
        {
            throw new InvalidOperationException("constraint failed");
        }
    }
}
