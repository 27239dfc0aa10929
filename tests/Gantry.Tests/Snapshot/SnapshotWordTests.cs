using System.Diagnostics;
using Gantry.Snapshot;
using Xunit;

namespace Gantry.Tests.Snapshot;

public sealed class SnapshotWordTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    [Fact]
    public async Task Who_follows_waits_for_a_look_that_began_afterwards()
    {
        using var word = new SnapshotWord(TimeProvider.System);
        var hearing = word.HearAsync(Interval, CancellationToken.None);
        var early = word.FollowAsync();
        await hearing;
        var look = word.Begin();
        var late = word.FollowAsync();
        Assert.False(early.IsCompleted);
        look.Dispose();
        await early;
        Assert.False(late.IsCompleted);
        await word.HearAsync(Interval, CancellationToken.None);
        using (word.Begin()) Assert.False(late.IsCompleted);
        await late;
    }

    [Fact]
    public async Task Who_follows_waits_two_seconds_at_most_and_not_at_all_where_nobody_looks()
    {
        using var word = new SnapshotWord(TimeProvider.System);
        await word.FollowAsync();
        _ = word.HearAsync(Interval, CancellationToken.None);
        var began = Stopwatch.GetTimestamp();
        await word.FollowAsync();
        Assert.True(Stopwatch.GetElapsedTime(began) > TimeSpan.FromSeconds(1.9));
        var last = word.FollowAsync();
        word.End();
        await last;
        await word.FollowAsync();
    }

    [Fact]
    public async Task Without_a_word_there_is_a_look_after_the_interval()
    {
        using var word = new SnapshotWord(TimeProvider.System);
        var began = Stopwatch.GetTimestamp();
        await word.HearAsync(TimeSpan.FromMilliseconds(50), CancellationToken.None);
        Assert.True(Stopwatch.GetElapsedTime(began) > TimeSpan.FromMilliseconds(45));
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => word.HearAsync(Interval, stopped.Token));
    }
}
