using Gantry.Billing;
using Xunit;

namespace Gantry.Tests.Billing;

public sealed class DispatchTicketTest : IDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly FakeUsageStore _store = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Dispatch_and_progress_are_forgotten_together_with_the_end()
    {
        using var journal = JournalRig.Open(_folder, segmentBytes: 250);
        var ticket = await journal.DispatchAsync(UsageRecords.Numbered(1));
        await journal.ProgressAsync(ticket, UsageRecords.Progress(1, 5));
        await JournalRig.AppendAsync(journal, 100, 2);
        await journal.ProgressAsync(ticket, UsageRecords.Progress(1, 6));
        var end = await journal.AppendAsync(UsageRecords.Numbered(1), ticket);
        Assert.True(ticket.Dispatched.Segment!.Number < end.Segment!.Number);

        Assert.True(File.Exists(ticket.Dispatched.Segment.Path));
        journal.Acknowledge([end]);

        await JournalRig.UntilAsync(() => !File.Exists(ticket.Dispatched.Segment.Path));
    }

    [Fact]
    public async Task Long_stream_pins_its_dispatch_and_its_last_progress_only()
    {
        using var journal = JournalRig.Open(_folder, segmentBytes: 2_000);
        var ticket = await journal.DispatchAsync(UsageRecords.Numbered(1));
        for (var step = 0; step < 1_000; step++)
        {
            await journal.ProgressAsync(ticket, UsageRecords.Progress(1, step));
        }

        // That of the dispatch, that of the last progress, which may be full, and the one being written.
        await JournalRig.UntilAsync(() => _folder.Files("*.seg").Length <= 3);
        journal.Dispose();

        using var next = JournalRig.Open(_folder);
        Assert.Empty(next.Replay());
        Assert.Equal(999, Assert.Single(next.Orphans).Last!.Value.Usage.Output);
    }

    [Fact]
    public async Task Progress_that_comes_back_late_does_not_replace_a_newer_one()
    {
        using var journal = JournalRig.Open(_folder);
        var ticket = await journal.DispatchAsync(UsageRecords.Numbered(1));
        var segment = ticket.Dispatched.Segment;
        var newer = new JournalPlace(segment, 900, 950);
        var older = new JournalPlace(segment, 800, 850);

        Assert.Null(ticket.Advance(newer).Segment);
        Assert.Equal(older, ticket.Advance(older));
        Assert.Equal(newer, ticket.Close());
        var late = new JournalPlace(segment, 1_000, 1_050);
        Assert.Equal(late, ticket.Advance(late));
    }

    [Fact]
    public async Task Second_end_of_one_ticket_is_ignored()
    {
        using var journal = JournalRig.Open(_folder);
        using var writer = JournalRig.Writer(_folder, journal, _store);
        await writer.StartAsync(CancellationToken.None);
        var ticket = await writer.DispatchAsync(UsageRecords.Numbered(1));
        Assert.Equal(1, writer.Running);

        await writer.AppendAsync(UsageRecords.Numbered(1), ticket);
        await writer.AppendAsync(UsageRecords.Numbered(1) with { Status = 500 }, ticket);
        var writes = journal.Writes;
        await writer.ProgressAsync(ticket, UsageRecords.Progress(1, 5));
        await writer.StopAsync(CancellationToken.None);

        Assert.Equal((2, 2, 0), (writes, journal.Writes, writer.Running));
        Assert.Equal(200, _store.Find(UsageRecords.Id(1)).Status);
    }

    [Fact]
    public async Task Ticket_with_nothing_in_the_journal_ends_like_any_request()
    {
        using var journal = JournalRig.Open(_folder);
        using var writer = JournalRig.Writer(_folder, journal, _store);
        await writer.StartAsync(CancellationToken.None);

        await writer.AppendAsync(UsageRecords.Numbered(1), new DispatchTicket());
        await writer.StopAsync(CancellationToken.None);

        Assert.Equal(UsageRecords.Ids(1, 1), _store.Ids);
        Assert.Equal(0, writer.Running);
    }

    [Fact]
    public async Task Broken_disk_refuses_a_dispatch_and_lets_a_stream_go_on()
    {
        var broken = false;
        using var journal = JournalRig.Open(_folder, segmentBytes: 1, open: path => broken
            ? throw new IOException("Input/output error")
            : File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read));
        using var writer = JournalRig.Writer(_folder, journal, _store);
        await writer.StartAsync(CancellationToken.None);
        var ticket = await writer.DispatchAsync(UsageRecords.Numbered(1));
        broken = true;

        await Assert.ThrowsAsync<UsageJournalException>(async () => await writer.DispatchAsync(UsageRecords.Numbered(2)));
        await writer.ProgressAsync(ticket, UsageRecords.Progress(1, 5));
        Assert.False(writer.Accepting);
        await Assert.ThrowsAsync<UsageJournalException>(async () => await writer.AppendAsync(UsageRecords.Numbered(1), ticket));
        await JournalRig.UntilAsync(() => writer.Backlog == 0);

        Assert.Equal(UsageRecords.Ids(1, 1), _store.Ids);
        broken = false;
        await JournalRig.UntilAsync(() => !File.Exists(ticket.Dispatched.Segment!.Path));
        await writer.StopAsync(CancellationToken.None);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Any_interleaving_of_many_threads_is_settled_once(int seed)
    {
        const int Requests = 3_000;
        var left = new bool[Requests];
        using (var journal = JournalRig.Open(_folder, segmentBytes: 20_000))
        using (var writer = JournalRig.Writer(_folder, journal, _store))
        {
            await writer.StartAsync(CancellationToken.None);
            await Parallel.ForAsync(0, Requests, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (number, _) =>
            {
                var random = new Random(HashCode.Combine(seed, number));
                var ticket = await writer.DispatchAsync(UsageRecords.Numbered(number));
                var progress = Enumerable.Range(1, random.Next(6)).Select(async step =>
                {
                    await Task.Yield();
                    await writer.ProgressAsync(ticket, UsageRecords.Progress(number, step));
                }).ToArray();
                left[number] = random.Next(5) == 0;
                if (!left[number])
                {
                    // Twice at once, and while progress is still on its way.
                    await Task.WhenAll(
                        writer.AppendAsync(UsageRecords.Numbered(number), ticket).AsTask(), writer.AppendAsync(UsageRecords.Numbered(number), ticket).AsTask());
                }

                await Task.WhenAll(progress);
            });
            await JournalRig.UntilAsync(() => writer.Backlog == 0);
            Assert.Equal(left.Count(open => open), writer.Running);
            await writer.StopAsync(CancellationToken.None);
        }

        Assert.Equal(Requests - left.Count(open => open), _store.Count);
        using (var journal = JournalRig.Open(_folder))
        using (var writer = JournalRig.Writer(_folder, journal, _store))
        {
            await writer.StartAsync(CancellationToken.None);
            await writer.Recovered.WaitAsync(TimeSpan.FromSeconds(20));
            await writer.StopAsync(CancellationToken.None);
            Assert.Empty(journal.Damage);
        }

        Assert.Equal(UsageRecords.Ids(0, Requests), _store.Ids.Order());
        Assert.All(Enumerable.Range(0, Requests), number => Assert.Equal(left[number], _store.Find(UsageRecords.Id(number)).ErrorCode is not null));
        Assert.Equal([Path.Combine(_folder.Path, "lock")], _folder.Files("*"));
    }
}
