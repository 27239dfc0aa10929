using System.Buffers;
using System.Net.Sockets;
using Gantry.Simulator.Framing;
using Gantry.Simulator.Recording;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Gantry.Simulator.Delivery;

/// <summary>Writes a reply at its pace, cuts it where it is told to, and keeps the books.</summary>
internal sealed class Writer(HttpContext context, RecordedExchange exchange, TimeProvider time, CancellationToken gone)
{
    // With no interval, frames are handed to the connection in batches of about this size.
    private const int BatchBytes = 32 * 1024;

    // A flush hands bytes to the connection's own loop; a reset before that loop has sent them would swallow them.
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(150);

    public async Task WriteAsync(Reply reply, Pace pace, Cut cut)
    {
        if (pace.FirstByte > TimeSpan.Zero) await Task.Delay(pace.FirstByte, time, gone);
        if (!cut.BeforeHeaders)
        {
            Head(reply, cut);
            if (reply.Frames is not null) await context.Response.Body.FlushAsync(gone);
            if (pace.FirstEvent > TimeSpan.Zero) await Task.Delay(pace.FirstEvent, time, gone);
            if (reply.Frames is null) await BodyAsync(reply, cut);
            else await FramesAsync(reply, pace, cut);
        }
        await EndAsync(cut.Ending);
    }

    private void Head(Reply reply, Cut cut)
    {
        exchange.Status = reply.Status;
        var response = context.Response;
        response.StatusCode = reply.Status;
        if (reply.ContentType is not null) response.ContentType = reply.ContentType;
        foreach (var (name, value) in reply.Headers) response.Headers.Append(name, value);
        if (reply.Frames is null && !reply.Chunked) response.ContentLength = reply.Body.Length;
        exchange.ClaimedUsage = reply.Usage;
    }

    private async Task BodyAsync(Reply reply, Cut cut)
    {
        var body = cut.BodyBytes is { } limit ? reply.Body[..(int)limit] : reply.Body;
        if (body.Length > 0)
        {
            await context.Response.Body.WriteAsync(body, gone);
            await context.Response.Body.FlushAsync(gone);
        }
        else if (cut.Ending != Ending.Complete)
        {
            await context.Response.StartAsync(gone);
            await context.Response.Body.FlushAsync(gone);
        }
        exchange.BytesWritten += body.Length;
        if (body.Length < reply.Body.Length) return;
        exchange.TokensDelivered += reply.BodyTokens;
        exchange.UsageDelivered = reply.TellsUsage;
    }

    private async Task FramesAsync(Reply reply, Pace pace, Cut cut)
    {
        var output = context.Response.BodyWriter;
        var start = time.GetTimestamp();
        var contents = 0L;
        var unflushed = 0;
        foreach (var frame in reply.Frames!)
        {
            if (cut.AfterFrames is { } limit && exchange.EventsWritten >= limit) break;
            if (frame.Kind == FrameKind.Content && pace.Interval > TimeSpan.Zero && contents++ > 0)
            {
                // The schedule is absolute, so that a late event delays none of those after it.
                var wait = pace.Interval * (contents - 1) - time.GetElapsedTime(start);
                if (wait > TimeSpan.Zero)
                {
                    await output.FlushAsync(gone);
                    unflushed = 0;
                    await Task.Delay(wait, time, gone);
                }
            }
            output.Write(frame.Bytes.Span);
            unflushed += frame.Bytes.Length;
            exchange.BytesWritten += frame.Bytes.Length;
            exchange.EventsWritten++;
            exchange.TokensDelivered += frame.Tokens;
            if (frame.Kind is FrameKind.Usage or FrameKind.Finish or FrameKind.Terminal && reply.TellsUsage) exchange.UsageDelivered = true;
            if (pace.Interval == TimeSpan.Zero && unflushed < BatchBytes && !frame.Alone) continue;
            await output.FlushAsync(gone);
            unflushed = 0;
        }
        await output.FlushAsync(gone);
    }

    private async Task EndAsync(Ending ending)
    {
        switch (ending)
        {
            case Ending.Silence:
                await Task.Delay(Timeout.InfiniteTimeSpan, time, gone);
                break;
            case Ending.Reset:
                if (exchange.Status != 0) await Task.Delay(Settle, TimeProvider.System, gone);
                exchange.End(ExchangeOutcome.CutBySimulator, time.GetUtcNow());
                Reset();
                break;
            default:
                await context.Response.CompleteAsync();
                exchange.End(ExchangeOutcome.Finished, time.GetUtcNow());
                break;
        }
    }

    // Lingering for no time turns the close into a reset; bytes that the other side has not acknowledged may be lost with it.
    private void Reset()
    {
        if (context.Features.Get<IConnectionSocketFeature>()?.Socket is { } socket)
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        context.Abort();
    }
}
