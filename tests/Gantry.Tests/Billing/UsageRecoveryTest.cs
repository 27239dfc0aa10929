using Gantry.Billing;
using Gantry.Protocols.Hub;
using Xunit;

namespace Gantry.Tests.Billing;

public sealed class UsageRecoveryTest : IDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly FakeUsageStore _store = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Request_killed_in_the_middle_is_settled_by_its_last_progress()
    {
        using (var journal = JournalRig.Open(_folder))
        {
            var first = await journal.DispatchAsync(UsageRecords.Numbered(1) with { Charge = UsageRecords.Charge });
            await journal.AppendAsync(UsageRecords.Numbered(1) with { Charge = UsageRecords.Charge }, first);
            var second = await journal.DispatchAsync(UsageRecords.Numbered(2) with { Charge = UsageRecords.Charge });
            await journal.ProgressAsync(second, UsageRecords.Progress(2, output: 100));
            await journal.ProgressAsync(second, UsageRecords.Progress(2, output: 200));
            await journal.DispatchAsync(UsageRecords.Numbered(3));
        }

        await RecoverAsync();

        Assert.Equal(UsageRecords.Ids(1, 3), _store.Ids);
        var swept = _store.Find(UsageRecords.Id(2));
        Assert.Equal(200, swept.Usage.Output);
        Assert.Equal((UsageOutcome.Interrupted, "gateway_killed", ErrorOrigin.Gateway), (swept.Outcome, swept.ErrorCode, swept.ErrorOrigin));
        Assert.Equal(UsageSource.Estimated, swept.UsageSource);
        Assert.Equal(
            UsageRecords.Charge with { Reason = ChargeReason.Swept, CostNanos = 0, FromAllowanceNanos = 0, FromWalletNanos = 0 }, swept.Charge);
        Assert.Equal(UsageRecords.Numbered(3).Usage, _store.Find(UsageRecords.Id(3)).Usage);
        Assert.Equal(ChargeReason.Usage, _store.Find(UsageRecords.Id(1)).Charge!.Reason);
        Assert.Equal([Path.Combine(_folder.Path, "lock")], _folder.Files("*"));
    }

    [Fact]
    public async Task Dispatch_whose_end_is_in_a_segment_that_is_gone_changes_nothing()
    {
        using (var journal = JournalRig.Open(_folder, segmentBytes: 1))
        {
            var ticket = await journal.DispatchAsync(UsageRecords.Numbered(1));
            var mark = await File.ReadAllBytesAsync(ticket.Dispatched.Segment!.Path);
            var end = await journal.AppendAsync(UsageRecords.Numbered(1), ticket);
            await _store.InsertAsync([end.Record], CancellationToken.None);
            journal.Acknowledge([end]);

            // The kill came between the two deletions.
            await File.WriteAllBytesAsync(ticket.Dispatched.Segment.Path, mark);
        }

        await RecoverAsync();

        Assert.Equal(UsageRecords.Ids(1, 1), _store.Ids);
        Assert.Equal(UsageOutcome.Completed, _store.Find(UsageRecords.Id(1)).Outcome);
        Assert.Empty(_folder.Files("*.seg"));
    }

    [Fact]
    public async Task Journal_of_a_former_version_is_replayed()
    {
        const string json = """{"requestId":"req_1","startedAt":"2026-01-02T03:04:05+00:00","protocol":"Chat","operation":"Chat","status":200,"outcome":"Completed","usage":{"output":7}}""";
        byte[] payload = [1, .. System.Text.Encoding.UTF8.GetBytes(json)];
        await File.WriteAllBytesAsync(
            Path.Combine(_folder.Path, "00000007.seg"), [.. BitConverter.GetBytes(payload.Length), .. BitConverter.GetBytes(Crc32C.Compute(payload)), .. payload]);

        await RecoverAsync();

        Assert.Equal(["req_1"], _store.Ids);
        Assert.Empty(_store.Find("req_1").Trail);
    }

    [Fact]
    public async Task Ten_thousand_orphans_are_settled_in_batches()
    {
        using (var journal = JournalRig.Open(_folder, segmentBytes: 100_000))
        {
            for (var number = 0; number < 10_000; number++)
            {
                var ticket = await journal.DispatchAsync(UsageRecords.Numbered(number));
                await journal.ProgressAsync(ticket, UsageRecords.Progress(number, number));
            }
        }

        await RecoverAsync();

        Assert.Equal(UsageRecords.Ids(0, 10_000), _store.Ids.Order());
        Assert.Equal(4_321, _store.Find(UsageRecords.Id(4_321)).Usage.Output);
        Assert.True(_store.Calls <= 12, $"{_store.Calls} inserts");
        Assert.Empty(_folder.Files("*.seg"));
    }

    [Fact]
    public async Task Store_that_is_down_at_the_start_delays_recovery_and_then_turns_requests_away()
    {
        await LeaveAsync(finished: 5, dispatched: 3);
        var down = true;
        _store.Judge = _ => ThrowIf(down);
        var after = 0;
        var options = new UsageWriterOptions
        {
            BatchWait = TimeSpan.FromMilliseconds(5), FirstRetry = TimeSpan.FromMilliseconds(1), LongestRetry = TimeSpan.FromMilliseconds(20),
            RecoveryPatience = TimeSpan.FromMilliseconds(300),
        };
        using var journal = JournalRig.Open(_folder);
        using var writer = JournalRig.Writer(_folder, journal, _store, options, after: _ => Task.FromResult(after++));

        await writer.StartAsync(CancellationToken.None).WaitAsync(TestRun.Limit(5));
        Assert.True(writer.Accepting);
        await JournalRig.UntilAsync(() => !writer.Accepting);
        Assert.False(writer.Recovered.IsCompleted);
        Assert.Equal(0, after);

        down = false;
        await writer.Recovered.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(1, after);
        Assert.True(writer.Accepting);
        Assert.Equal(UsageRecords.Ids(0, 8), _store.Ids.Order());
        Assert.False(File.Exists(Path.Combine(_folder.Path, "dead-letter.jsonl")));
        await writer.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task What_follows_runs_after_the_last_record_and_again_while_it_fails()
    {
        await LeaveAsync(finished: 3_000, dispatched: 500);
        var counts = new List<int>();
        using var journal = JournalRig.Open(_folder);
        using var writer = JournalRig.Writer(_folder, journal, _store, after: _ =>
        {
            counts.Add(_store.Count);
            return counts.Count < 4 ? throw new InvalidOperationException("not yet") : Task.CompletedTask;
        });

        await writer.StartAsync(CancellationToken.None);
        await writer.Recovered.WaitAsync(TimeSpan.FromSeconds(20));
        await writer.StopAsync(CancellationToken.None);

        Assert.Equal([3_500, 3_500, 3_500, 3_500], counts);
    }

    [Fact]
    public async Task Records_of_this_process_reach_the_store_while_what_follows_still_fails()
    {
        using var journal = JournalRig.Open(_folder);
        using var writer = JournalRig.Writer(_folder, journal, _store, after: _ => throw new InvalidOperationException("never"));
        await writer.StartAsync(CancellationToken.None);

        await writer.AppendAsync(UsageRecords.Numbered(1), CancellationToken.None);
        await JournalRig.UntilAsync(() => _store.Count == 1);
        await writer.StopAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(10));

        Assert.True(writer.Recovered.IsCanceled);
    }

    [Fact]
    public async Task Nothing_left_is_recovered_at_once()
    {
        var ran = 0;
        using var journal = JournalRig.Open(_folder);
        using var writer = JournalRig.Writer(_folder, journal, _store, after: _ => Task.FromResult(ran++));
        Assert.False(writer.Recovered.IsCompleted);

        await writer.StartAsync(CancellationToken.None);
        await writer.Recovered.WaitAsync(TestRun.Limit(5));
        await writer.StopAsync(CancellationToken.None);

        Assert.Equal(1, ran);
    }

    [Fact]
    public async Task Stop_in_the_middle_leaves_every_request_for_the_next_start()
    {
        await LeaveAsync(finished: 4, dispatched: 4);
        _store.Judge = _ => ThrowIf(true);
        using (var journal = JournalRig.Open(_folder))
        using (var writer = JournalRig.Writer(_folder, journal, _store))
        {
            await writer.StartAsync(CancellationToken.None);
            await JournalRig.UntilAsync(() => _store.Calls > 2);
            await writer.StopAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(10));
            Assert.True(writer.Recovered.IsCanceled);
        }

        _store.Judge = null;
        await RecoverAsync();

        Assert.Equal(UsageRecords.Ids(0, 8), _store.Ids.Order());
    }

    [Fact]
    public async Task Request_that_cannot_be_priced_is_written_down_and_costs_nothing()
    {
        await LeaveAsync(finished: 0, dispatched: 2);

        await RecoverAsync(new Stubborn());

        Assert.Equal(UsageRecords.Ids(0, 2), _store.Ids.Order());
        Assert.Equal(ChargeReason.Swept, _store.Find(UsageRecords.Id(0)).Charge!.Reason);
        Assert.Equal(0, _store.Find(UsageRecords.Id(0)).Charge!.CostNanos);
    }

    [Fact]
    public async Task Refused_record_in_the_replay_is_proven_by_what_is_replayed_after_it()
    {
        await LeaveAsync(finished: 20, dispatched: 0);
        _store.Judge = rows => ThrowIf(rows.Any(row => row.RequestId == UsageRecords.Id(1)));
        var options = new UsageWriterOptions { BatchRows = 4, FirstRetry = TimeSpan.FromMilliseconds(1) };
        using var journal = JournalRig.Open(_folder);
        using var writer = JournalRig.Writer(_folder, journal, _store, options);

        await writer.StartAsync(CancellationToken.None);
        await writer.Recovered.WaitAsync(TimeSpan.FromSeconds(20));
        await writer.StopAsync(CancellationToken.None);

        Assert.Equal(19, _store.Count);
        Assert.Single(await File.ReadAllLinesAsync(Path.Combine(_folder.Path, "dead-letter.jsonl")));
    }

    async Task LeaveAsync(int finished, int dispatched)
    {
        using var journal = JournalRig.Open(_folder);
        for (var number = 0; number < finished + dispatched; number++)
        {
            var record = UsageRecords.Numbered(number) with { Charge = UsageRecords.Charge };
            var ticket = await journal.DispatchAsync(record);
            if (number < finished)
            {
                await journal.AppendAsync(record, ticket);
            }
        }
    }

    async Task RecoverAsync(IOrphanSettler? settler = null)
    {
        using var journal = JournalRig.Open(_folder);
        using var writer = JournalRig.Writer(_folder, journal, _store, settler: settler);
        await writer.StartAsync(CancellationToken.None);
        await writer.Recovered.WaitAsync(TimeSpan.FromSeconds(20));
        await writer.StopAsync(CancellationToken.None);
    }

    static void ThrowIf(bool refused)
    {
        if (refused)
        {
            throw new InvalidOperationException("refused");
        }
    }

    sealed class Stubborn : IOrphanSettler
    {
        public UsageRecord Compose(UsageRecord dispatched, UsageProgress? last) => throw new OverflowException();
    }
}
