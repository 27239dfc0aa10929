using Gantry.Captures;

namespace Gantry.Relay;

/// <summary>Keeps requests and answers of the keys that want it, and of no others (reliability S-43).</summary>
internal sealed class Capturing(CaptureQueue queue)
{
    /// <summary>The body is there. Does nothing for most keys.</summary>
    public void Begin(Exchange exchange)
    {
        if (exchange is { Key.CaptureDays: { } days, Body: { } body } && CaptureTime.ExpiryOf(exchange.RequestId, days) is { } expires && queue.TryReserve())
            exchange.Capture = new RunningCapture(body.Bytes.Span, expires);
    }

    /// <summary>The answer has ended, in whatever way.</summary>
    public void End(Exchange exchange)
    {
        if (exchange.Capture is not { } running) return;
        queue.Offer(running.Finish(exchange.RequestId, exchange.Key!.TenantId, exchange.Key.Id));
        running.Dispose();
    }
}
