using Gantry.Relay;
using Xunit;

namespace Gantry.Tests.Relay;

public sealed class WatchedTests
{
    private static readonly RelayLimits Limits = new();
    private readonly FakeTime _time = new();

    [Fact]
    public void Client_leaving_stops_with_that_reason()
    {
        using var client = new CancellationTokenSource();
        using var watched = new Watched(_time, client.Token);

        client.Cancel();

        Assert.Equal(StopCause.ClientLeft, watched.Reason);
        Assert.True(watched.Token.IsCancellationRequested);
    }

    [Fact]
    public void Answer_that_others_read_goes_on_without_its_client_until_the_last_one_has_left_for_long()
    {
        using var client = new CancellationTokenSource();
        using var watched = new Watched(_time, client.Token);
        watched.DrainFor(TimeSpan.FromSeconds(30));
        watched.NoteReaders(1);

        client.Cancel();
        _time.Advance(TimeSpan.FromMinutes(5));
        watched.Inspect(Limits);
        Assert.True(watched.ConnectionGone);
        Assert.False(watched.ClientGone);
        Assert.Equal(StopCause.None, watched.Reason);

        watched.NoteReaders(0);
        _time.Advance(TimeSpan.FromSeconds(29));
        watched.Inspect(Limits);
        Assert.True(watched.ClientGone);
        Assert.Equal(StopCause.None, watched.Reason);

        _time.Advance(TimeSpan.FromSeconds(1));
        watched.Inspect(Limits);
        Assert.Equal(StopCause.ClientLeft, watched.Reason);
    }

    [Fact]
    public void Silence_before_the_first_byte_stops_only_after_the_limit()
    {
        using var watched = new Watched(_time, CancellationToken.None);
        watched.Allow(Limits.FirstByte, Limits.Stream);

        _time.Advance(Limits.FirstByte - TimeSpan.FromSeconds(1));
        watched.Inspect(Limits);
        Assert.Equal(StopCause.None, watched.Reason);

        _time.Advance(TimeSpan.FromSeconds(1));
        watched.Inspect(Limits);
        Assert.Equal(StopCause.NoFirstByte, watched.Reason);
    }

    [Fact]
    public void Silence_after_bytes_counts_from_the_last_one()
    {
        using var watched = new Watched(_time, CancellationToken.None);
        watched.Allow(Limits.Idle, Limits.Stream);
        _time.Advance(TimeSpan.FromSeconds(50));
        watched.NoteRead();
        watched.NoteWriting();
        watched.NoteWritten();

        _time.Advance(TimeSpan.FromSeconds(59));
        watched.Inspect(Limits);
        Assert.Equal(StopCause.None, watched.Reason);

        _time.Advance(TimeSpan.FromSeconds(1));
        watched.Inspect(Limits);
        Assert.Equal(StopCause.Idle, watched.Reason);
    }

    [Fact]
    public void Keep_alive_is_due_after_its_silence_and_not_before()
    {
        using var watched = new Watched(_time, CancellationToken.None);
        watched.KeepAlive = () => ValueTask.CompletedTask;

        _time.Advance(Limits.KeepAlive - TimeSpan.FromMilliseconds(1));
        Assert.Null(watched.Inspect(Limits));

        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.NotNull(watched.Inspect(Limits));
    }

    [Fact]
    public void Client_that_takes_no_bytes_is_let_go()
    {
        using var watched = new Watched(_time, CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(1));
        watched.NoteWriting();

        _time.Advance(Limits.WriteStall);
        Assert.Null(watched.Inspect(Limits));

        Assert.Equal(StopCause.ClientStalled, watched.Reason);
    }

    [Fact]
    public void First_reason_stands()
    {
        using var watched = new Watched(_time, CancellationToken.None);

        watched.Stop(StopCause.Idle);
        watched.Stop(StopCause.ClientLeft);

        Assert.Equal(StopCause.Idle, watched.Reason);
    }

    [Fact]
    public void Busy_stream_ends_at_the_total_limit()
    {
        using var watched = new Watched(_time, CancellationToken.None);
        watched.Allow(Limits.Idle, Limits.Stream);
        for (var passed = TimeSpan.Zero; passed < Limits.Stream; passed += TimeSpan.FromSeconds(30))
        {
            Assert.Equal(StopCause.None, watched.Reason);
            _time.Advance(TimeSpan.FromSeconds(30));
            watched.NoteRead();
            watched.Inspect(Limits);
        }

        Assert.Equal(StopCause.TooLong, watched.Reason);
    }
}
