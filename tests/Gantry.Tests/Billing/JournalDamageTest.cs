using Gantry.Billing;
using Xunit;

namespace Gantry.Tests.Billing;

public sealed class JournalDamageTest : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Tail_torn_at_any_byte_is_cut_and_the_rest_kept()
    {
        var entries = await SegmentOfAsync(10);
        var path = Assert.Single(_folder.Files("*.seg"));
        var whole = await File.ReadAllBytesAsync(path);
        var last = entries[^1];

        for (var length = last.Start + 1; length < last.End; length++)
        {
            await File.WriteAllBytesAsync(path, whole[..(int)length]);

            var (ids, damage) = JournalRig.Left(_folder);

            Assert.Equal(UsageRecords.Ids(0, 9), ids);
            Assert.Equal([new JournalDamage(1, last.Start, length - last.Start, TornTail: true)], damage);
            Assert.Equal(last.Start, new FileInfo(path).Length);
        }
    }

    [Fact]
    public async Task Dispatch_and_progress_torn_at_any_byte_are_cut_and_the_rest_kept()
    {
        List<long> starts = [];
        using (var journal = JournalRig.Open(_folder))
        {
            var ticket = await journal.DispatchAsync(UsageRecords.Numbered(1));
            starts.Add(ticket.Dispatched.End);
            await journal.ProgressAsync(ticket, UsageRecords.Progress(1, output: 100));
            starts.Add(ticket.Close().End);
            starts.Add((await journal.DispatchAsync(UsageRecords.Numbered(2))).Dispatched.End);
        }

        var path = Assert.Single(_folder.Files("*.seg"));
        var whole = await File.ReadAllBytesAsync(path);
        for (var length = whole.Length; length > 0; length--)
        {
            await File.WriteAllBytesAsync(path, whole[..length]);
            File.Delete(Path.ChangeExtension(path, "ack"));

            using var journal = JournalRig.Open(_folder);
            Assert.Empty(journal.Replay());

            var entries = starts.Count(end => end <= length);
            Assert.Equal(entries switch { 0 => [], 3 => UsageRecords.Ids(1, 2), _ => UsageRecords.Ids(1, 1) }, journal.Orphans.Select(orphan => orphan.Dispatched.RequestId));
            Assert.Equal(entries < 2 ? null : 100L, journal.Orphans.FirstOrDefault()?.Last?.Usage.Output);
            var torn = length - starts.LastOrDefault(end => end <= length);
            Assert.Equal(torn == 0 ? [] : [new JournalDamage(1, length - torn, torn, TornTail: true)], journal.Damage);
        }
    }

    [Fact]
    public async Task Broken_byte_anywhere_in_progress_leaves_the_dispatch_and_what_follows()
    {
        JournalPlace broken;
        using (var journal = JournalRig.Open(_folder))
        {
            var ticket = await journal.DispatchAsync(UsageRecords.Numbered(1));
            await journal.ProgressAsync(ticket, UsageRecords.Progress(1, output: 100));
            broken = ticket.Close();
            await journal.AppendAsync(UsageRecords.Numbered(2));
        }

        var path = Assert.Single(_folder.Files("*.seg"));
        var whole = await File.ReadAllBytesAsync(path);
        for (var at = broken.Start; at < broken.End; at++)
        {
            var bytes = whole.ToArray();
            bytes[at] ^= 0xFF;
            await File.WriteAllBytesAsync(path, bytes);

            using var journal = JournalRig.Open(_folder);
            Assert.Equal(UsageRecords.Id(2), Assert.Single(journal.Replay()).Record.RequestId);

            Assert.Null(Assert.Single(journal.Orphans).Last);
            Assert.Equal([new JournalDamage(1, broken.Start, broken.End - broken.Start, TornTail: false)], journal.Damage);
        }
    }

    [Fact]
    public async Task Tail_of_zeros_is_cut()
    {
        var entries = await SegmentOfAsync(3);
        var path = Assert.Single(_folder.Files("*.seg"));
        await File.AppendAllTextAsync(path, new string('\0', 4096));

        var (ids, damage) = JournalRig.Left(_folder);

        Assert.Equal(UsageRecords.Ids(0, 3), ids);
        Assert.Equal([new JournalDamage(1, entries[^1].End, 4096, TornTail: true)], damage);
    }

    [Fact]
    public async Task Broken_byte_anywhere_in_an_entry_costs_that_entry_only()
    {
        var entries = await SegmentOfAsync(10);
        var path = Assert.Single(_folder.Files("*.seg"));
        var whole = await File.ReadAllBytesAsync(path);
        var broken = entries[4];

        for (var at = broken.Start; at < broken.End; at++)
        {
            var bytes = whole.ToArray();
            bytes[at] ^= 0xFF;
            await File.WriteAllBytesAsync(path, bytes);

            var (ids, damage) = JournalRig.Left(_folder);

            Assert.Equal([.. UsageRecords.Ids(0, 4), .. UsageRecords.Ids(5, 5)], ids);
            Assert.Equal([new JournalDamage(1, broken.Start, broken.End - broken.Start, TornTail: false)], damage);
        }

        Assert.NotEmpty(await File.ReadAllBytesAsync(Assert.Single(_folder.Files("*.damaged"))));
    }

    [Fact]
    public async Task Segment_with_damage_is_deleted_once_the_rest_is_acknowledged_and_the_bytes_are_kept()
    {
        var broken = (await SegmentOfAsync(5))[2];
        var path = Assert.Single(_folder.Files("*.seg"));
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[broken.Start + 20] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);

        using (var journal = JournalRig.Open(_folder))
        {
            journal.Acknowledge([.. journal.Replay()]);
        }

        Assert.Empty(_folder.Files("*.seg"));
        Assert.Equal(bytes[(int)broken.Start..(int)broken.End], await File.ReadAllBytesAsync(Assert.Single(_folder.Files("*.damaged"))));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    public async Task Segment_of_noise_does_not_stop_the_start(int bytes)
    {
        var noise = new byte[bytes];
        new Random(5).NextBytes(noise);
        await File.WriteAllBytesAsync(Path.Combine(_folder.Path, "00000003.seg"), noise);

        using var journal = JournalRig.Open(_folder);
        Assert.Empty(journal.Replay());
        var entry = await journal.AppendAsync(UsageRecords.Numbered(1));

        Assert.Equal(4, entry.Segment!.Number);
        Assert.Equal(bytes, journal.Damage.Sum(damage => damage.Bytes));
    }

    [Fact]
    public async Task Random_noise_between_entries_is_stepped_over()
    {
        await SegmentOfAsync(4);
        var path = Assert.Single(_folder.Files("*.seg"));
        var whole = await File.ReadAllBytesAsync(path);
        for (var seed = 0; seed < 50; seed++)
        {
            var noise = new byte[1 + (seed * 37)];
            new Random(seed).NextBytes(noise);
            await File.WriteAllBytesAsync(path, [.. whole, .. noise, .. whole]);

            var (ids, damage) = JournalRig.Left(_folder);

            Assert.Equal([.. UsageRecords.Ids(0, 4), .. UsageRecords.Ids(0, 4)], ids);
            Assert.Equal(noise.Length, Assert.Single(damage).Bytes);
        }
    }

    [Fact]
    public async Task Full_disk_is_a_typed_fault()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "This system has no /dev/full.");
        using var journal = JournalRig.Open(_folder, open: _ => File.OpenHandle("/dev/full", FileMode.Open, FileAccess.Write));

        var fault = await Assert.ThrowsAsync<UsageJournalException>(async () => await journal.AppendAsync(UsageRecords.Numbered(1)));

        Assert.True(fault.DiskFull);
        Assert.False(journal.Healthy);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Health_comes_back_by_itself_when_the_disk_does(bool mayNotGrow)
    {
        var broken = true;
        // The runtime has no error of files for EFBIG.
        Exception refusal = mayNotGrow ? new ArgumentOutOfRangeException(nameof(mayNotGrow), "Specified file length was too large for the file system.") : new IOException("Input/output error");
        using var journal = JournalRig.Open(_folder, time: new ImpatientTime(), open: path => broken
            ? throw refusal
            : File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read));
        var fault = await Assert.ThrowsAsync<UsageJournalException>(async () => await journal.AppendAsync(UsageRecords.Numbered(1)));
        Assert.False(fault.DiskFull);
        Assert.False(journal.Healthy);

        broken = false;
        await JournalRig.UntilAsync(() => journal.Healthy);
        var entry = await journal.AppendAsync(UsageRecords.Numbered(2));

        Assert.Equal(0, entry.Start);
        Assert.Equal(entry.End, new FileInfo(entry.Segment!.Path).Length);
    }

    async Task<List<JournalEntry>> SegmentOfAsync(int count)
    {
        using var journal = JournalRig.Open(_folder);
        return await JournalRig.AppendAsync(journal, 0, count);
    }
}
