using Gantry.Billing;
using Xunit;

namespace Gantry.Tests.Billing;

public sealed class UsageJournalTest : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Unacknowledged_records_are_replayed_in_order()
    {
        using (var journal = JournalRig.Open(_folder))
        {
            await JournalRig.AppendAsync(journal, 0, 100);
        }

        var (ids, damage) = JournalRig.Left(_folder);

        Assert.Equal(UsageRecords.Ids(0, 100), ids);
        Assert.Empty(damage);
    }

    [Fact]
    public async Task Replay_twice_without_acknowledgement_yields_the_same()
    {
        using (var journal = JournalRig.Open(_folder))
        {
            await JournalRig.AppendAsync(journal, 0, 20);
        }

        Assert.Equal(JournalRig.Left(_folder).Ids, JournalRig.Left(_folder).Ids);
    }

    [Fact]
    public async Task Entry_is_in_the_file_when_the_append_returns()
    {
        using var journal = JournalRig.Open(_folder);

        var entry = await journal.AppendAsync(UsageRecords.Numbered(3));

        var bytes = ReadShared(entry.Segment!.Path);
        Assert.Equal(UsageRecords.Numbered(3), JournalFrame.Decode(JournalFrame.Payload(bytes.AsSpan((int)entry.Start, (int)(entry.End - entry.Start)))).Record);
    }

    [Fact]
    public async Task Concurrent_appends_all_land_at_places_of_their_own()
    {
        using var journal = JournalRig.Open(_folder, segmentBytes: 100_000);
        var entries = new JournalEntry[4_000];

        await Parallel.ForAsync(0, entries.Length, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (number, _) =>
            entries[number] = await journal.AppendAsync(UsageRecords.Numbered(number)));

        foreach (var segment in entries.GroupBy(entry => entry.Segment!))
        {
            var bytes = ReadShared(segment.Key.Path);
            Assert.All(segment, entry => Assert.Equal(entry.Record, JournalFrame.Decode(JournalFrame.Payload(bytes.AsSpan((int)entry.Start))).Record));
            Assert.Equal(bytes.Length, segment.Sum(entry => entry.End - entry.Start));
        }
    }

    [Fact]
    public async Task Callers_that_come_during_a_write_leave_in_one_write()
    {
        using var release = new ManualResetEventSlim();
        // Not inline: the rest of the test would run on the thread of the append that it holds up, and write into that one's buffer.
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var journal = JournalRig.Open(_folder, open: path =>
        {
            entered.SetResult();
            release.Wait();
            return File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        });
        var leader = Task.Factory.StartNew(() => journal.AppendAsync(UsageRecords.Numbered(0)).AsTask(), TaskCreationOptions.LongRunning).Unwrap();
        await entered.Task;

        Task<JournalEntry>[] followers = [.. Enumerable.Range(1, 50).Select(number => journal.AppendAsync(UsageRecords.Numbered(number)).AsTask())];
        Assert.DoesNotContain(followers, follower => follower.IsCompleted);
        release.Set();
        await leader;
        await Task.WhenAll(followers);

        Assert.Equal(2, journal.Writes);
        journal.Dispose();
        Assert.Equal(UsageRecords.Ids(0, 51), JournalRig.Left(_folder).Ids);
    }

    [Fact]
    public async Task Acknowledged_records_do_not_come_back()
    {
        using (var journal = JournalRig.Open(_folder))
        {
            var entries = await JournalRig.AppendAsync(journal, 0, 10);
            journal.Acknowledge(entries[..6]);
        }

        Assert.Equal(UsageRecords.Ids(6, 4), JournalRig.Left(_folder).Ids);
    }

    [Fact]
    public async Task Acknowledgement_out_of_order_keeps_what_is_open()
    {
        using (var journal = JournalRig.Open(_folder))
        {
            var entries = await JournalRig.AppendAsync(journal, 0, 5);
            journal.Acknowledge([entries[4], entries[1], entries[0], entries[3]]);
        }

        // The mark stands before the third: the two after it come again, and the store knows them.
        Assert.Equal(UsageRecords.Ids(2, 3), JournalRig.Left(_folder).Ids);
    }

    [Fact]
    public async Task Segment_is_deleted_with_its_last_acknowledgement()
    {
        using var journal = JournalRig.Open(_folder, segmentBytes: 1_000);
        var entries = await JournalRig.AppendAsync(journal, 0, 40);
        var segments = entries.Select(entry => entry.Segment!).Distinct().ToArray();
        Assert.True(segments.Length > 4);
        var second = entries.Where(entry => entry.Segment == segments[1]).ToList();

        journal.Acknowledge(second[1..]);
        Assert.True(File.Exists(segments[1].Path));
        journal.Acknowledge(second[..1]);

        Assert.False(File.Exists(segments[1].Path));
        Assert.False(File.Exists(segments[1].AckPath));
        Assert.True(File.Exists(segments[0].Path));
    }

    [Fact]
    public async Task Nothing_is_left_after_all_is_acknowledged_and_closed()
    {
        using (var journal = JournalRig.Open(_folder, segmentBytes: 1_000))
        {
            journal.Acknowledge(await JournalRig.AppendAsync(journal, 0, 30));
        }

        Assert.Empty(_folder.Files("*.seg"));
        Assert.Empty(_folder.Files("*.ack"));
    }

    [Fact]
    public async Task Broken_acknowledgement_mark_replays_from_the_start()
    {
        using (var journal = JournalRig.Open(_folder))
        {
            journal.Acknowledge((await JournalRig.AppendAsync(journal, 0, 10))[..5]);
        }

        var mark = Assert.Single(_folder.Files("*.ack"));
        var bytes = await File.ReadAllBytesAsync(mark);
        bytes[0] ^= 1;
        await File.WriteAllBytesAsync(mark, bytes);

        Assert.Equal(UsageRecords.Ids(0, 10), JournalRig.Left(_folder).Ids);
    }

    [Fact]
    public void Second_process_is_refused()
    {
        using var first = JournalRig.Open(_folder);

        var fault = Assert.Throws<IOException>(() => JournalRig.Open(_folder));

        Assert.Contains("another process", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Old_segments_keep_their_numbers_to_themselves()
    {
        for (var start = 0; start < 3; start++)
        {
            using var journal = JournalRig.Open(_folder);
            await JournalRig.AppendAsync(journal, start * 5, 5);
        }

        Assert.Equal(3, _folder.Files("*.seg").Length);
        Assert.Equal(UsageRecords.Ids(0, 15), JournalRig.Left(_folder).Ids);
    }

    [Fact]
    public async Task Append_after_the_end_is_refused()
    {
        var journal = JournalRig.Open(_folder);
        journal.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await journal.AppendAsync(UsageRecords.Numbered(1)));
    }

    static byte[] ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
