using System.Threading.Channels;
using Gantry.Observe;

namespace Gantry.Captures;

/// <summary>
/// The way of captures to their files, off the path of requests. What is held, of answers that run and of those that wait, is bounded: beyond, a
/// request is not captured, and counted as such.
/// </summary>
internal sealed partial class CaptureQueue(CaptureShelf shelf, GatewayMeter meter, TimeProvider time, ILogger<CaptureQueue> log) : BackgroundService
{
    /// <summary>Captures that are held at a time, each of at most twice <see cref="CapturedBody.Most"/>.</summary>
    public const int MostHeld = 256;

    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(5);

    private readonly Channel<Capture> _waiting = Channel.CreateUnbounded<Capture>(new UnboundedChannelOptions { SingleReader = true });
    private long _dropped;
    private int _held;

    /// <summary>Requests that were to be captured and were not.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Takes room for a capture; whoever gets it gives it back with <see cref="Offer"/> or <see cref="Release"/>.</summary>
    public bool TryReserve()
    {
        if (!shelf.IsLocked && Interlocked.Increment(ref _held) <= MostHeld) return true;
        if (!shelf.IsLocked) Interlocked.Decrement(ref _held);
        Drop();
        return false;
    }

    /// <summary>Hands over a capture for which room was taken; never waits.</summary>
    public void Offer(Capture capture)
    {
        if (_waiting.Writer.TryWrite(capture)) return;
        Release();
        Drop();
    }

    public void Release() => Interlocked.Decrement(ref _held);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _waiting.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
        // What its clients were told is kept is kept.
        while (_waiting.Reader.TryRead(out var capture)) await KeepAsync(capture, CancellationToken.None);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = time.CreateTimer(_ => Sweep(), null, TimeSpan.Zero, SweepEvery);
        await foreach (var capture in _waiting.Reader.ReadAllAsync(stoppingToken)) await KeepAsync(capture, CancellationToken.None);
    }

    private async Task KeepAsync(Capture capture, CancellationToken cancellation)
    {
        try
        {
            await shelf.WriteAsync(capture, cancellation);
            meter.CountCapture("kept");
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Lost(capture.RequestId, failure.Message);
            Drop();
        }
        finally
        {
            Release();
        }
    }

    private void Drop()
    {
        Interlocked.Increment(ref _dropped);
        meter.CountCapture("dropped");
    }

    private void Sweep()
    {
        try
        {
            shelf.Sweep();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Unswept(failure.Message);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The capture of {RequestId} could not be kept: {Failure}")]
    private partial void Lost(string requestId, string failure);

    [LoggerMessage(2, LogLevel.Error, "Captures whose time is over could not be deleted; it is tried again: {Failure}")]
    private partial void Unswept(string failure);
}
