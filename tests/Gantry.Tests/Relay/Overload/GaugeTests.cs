using Gantry.Relay;
using Xunit;

namespace Gantry.Tests.Relay.Overload;

/// <summary>What a node looks at before it takes a request.</summary>
public sealed class GaugeTests
{
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(300);

    private readonly FakeTime _time = new();

    [Fact]
    public void Memory_is_looked_at_ten_times_a_second_at_most_and_rubbish_is_asked_for_once_in_ten_seconds()
    {
        var (looks, collections, used) = (0, 0, 50L);
        var load = new MemoryLoad(() => { looks++; return used; }, 100, _time, () => collections++, () => collections);

        Assert.Equal(50, load.Percent);
        Assert.Equal(50, load.Percent);
        Assert.Equal((1, 0), (looks, collections));

        used = 90;
        _time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal(90, load.Percent);
        for (var number = 0; number < 50; number++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            Assert.Equal(90, load.Percent);
        }

        Assert.Equal(1, collections);
        _time.Advance(TimeSpan.FromSeconds(10));
        used = 40;
        Assert.Equal(40, load.Percent);
        Assert.Equal(1, collections);
    }

    [Fact]
    public void R_50_What_is_old_is_looked_through_where_that_has_not_happened_for_ten_minutes()
    {
        var (asked, happened) = (0, 0);
        var load = new MemoryLoad(() => 10, 100, _time, () => asked++, () => happened);
        Look(TimeSpan.Zero);
        Look(TimeSpan.FromMinutes(9));
        happened++;
        Look(TimeSpan.FromMinutes(2));
        Look(TimeSpan.FromMinutes(9));
        Assert.Equal(0, asked);

        Look(TimeSpan.FromMinutes(1));
        Assert.Equal(1, asked);
        happened++;
        Look(TimeSpan.FromMinutes(9));
        Assert.Equal(1, asked);

        void Look(TimeSpan later)
        {
            _time.Advance(later);
            Assert.Equal(10, load.Percent);
        }
    }

    [Fact]
    public void Memory_of_this_process_is_a_share_of_what_it_may_use() => Assert.InRange(MemoryLoad.OfProcess(TimeProvider.System, () => { }).Percent, 0, 100);

    [Fact]
    public void Disk_that_does_not_say_has_room()
    {
        Assert.Equal(long.MaxValue, new DiskRoom(() => null, _time).Free);
        Assert.Equal(7, new DiskRoom(() => 7, _time).Free);
        Assert.InRange(DiskRoom.OfFolder(Path.GetTempPath(), _time).Free, 1, long.MaxValue - 1);
    }

    [Fact]
    public void Burst_is_served_and_lasting_lateness_turns_a_share_away_until_it_is_over()
    {
        using var lag = new QueueLag(new AdmissionLimits(), _time);
        // Two seconds late, over and over, with a breath between.
        for (var burst = 0; burst < 20; burst++)
        {
            for (var look = 0; look < 10; look++) lag.Note(Late);
            lag.Note(TimeSpan.Zero);
        }

        Assert.Equal(0, lag.Share);
        Assert.DoesNotContain(true, Enumerable.Range(0, 1000).Select(_ => lag.TurnsAway()));

        for (var look = 0; look < 20; look++) lag.Note(Late);
        Assert.InRange(lag.Share, 100, 500);
        for (var look = 0; look < 200; look++) lag.Note(Late);
        Assert.Equal(950, lag.Share);
        Assert.Equal(950, Enumerable.Range(0, 1000).Count(_ => lag.TurnsAway()));

        // Ten seconds at most (reliability R-24): a look every twentieth of a second.
        var looks = 0;
        for (; lag.Share > 0; looks++) lag.Note(TimeSpan.Zero);
        Assert.InRange(looks, 50, 200);
    }

    [Fact]
    public void Process_that_was_stopped_for_a_minute_turns_nobody_away()
    {
        using var lag = new QueueLag(new AdmissionLimits(), _time);
        for (var look = 0; look < 5; look++) lag.Note(TimeSpan.FromMinutes(1));
        Assert.Equal(0, lag.Share);
    }
}
