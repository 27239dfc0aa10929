using System.Buffers;
using Gantry.Billing;
using Gantry.Protocols;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Metering;

namespace Gantry.Relay;

/// <summary>Step 10 where both sides speak the same protocol: bytes pass as they are, a meter looks on.</summary>
internal sealed class RelayLane(Settlement settlement, ClientResponse client, StoredResponses stored, RelayLimits limits, TimeProvider time)
{
    private const int StreamBuffer = 16 * 1024;

    // A whole JSON answer up to this size is held until it is complete, so that a torn one can still become a true error status.
    private const int WholeHeld = 4 * 1024 * 1024;

    public async Task PassAsync(Exchange exchange, HttpResponseMessage response, CancellationToken cancellation)
    {
        var framing = UpstreamAnswer.Framing(response, exchange);
        var route = exchange.Route.Route;
        var meter = ResponseMeters.For(route.Protocol, route.Operation, framing, Quirks(exchange));
        await using var body = await UpstreamAnswer.OpenAsync(response, cancellation);
        if (framing == ResponseFraming.Json)
        {
            await PassWholeAsync(exchange, response, body, meter, cancellation);
        }
        else
        {
            exchange.Streamed = framing is not ResponseFraming.Opaque;
            await PassStreamAsync(exchange, response, body, framing, meter, cancellation);
        }
    }

    private static MeterQuirks Quirks(Exchange exchange) =>
        exchange.Facts is { CachesForOneHour: true } ? MeterQuirks.CacheWritesAreOneHour : MeterQuirks.None;

    private async Task PassWholeAsync(Exchange exchange, HttpResponseMessage response, Stream body, IResponseMeter meter, CancellationToken cancellation)
    {
        using var held = new PooledBytes(response.Content.Headers.ContentLength ?? StreamBuffer);
        while (held.Length < WholeHeld)
        {
            var read = await body.ReadAsync(held.Free(StreamBuffer), cancellation);
            if (read == 0)
            {
                break;
            }

            exchange.Watched.NoteRead();
            meter.Append(held.Take(read).Span);
        }

        if (held.Length == 0)
        {
            await client.FailAsync(exchange, Failures.Senseless("an empty body"), cancellation);
            return;
        }

        var complete = held.Length < WholeHeld;
        ClientResponse.Begin(exchange, response, complete ? held.Length : UpstreamAnswer.Length(response));
        using var stream = new ClientStream(exchange.Http.Response, exchange.Watched);
        if (complete)
        {
            meter.Complete();
            Note(exchange, meter);
            exchange.ResponseBytes = held.Length;
            exchange.FirstContentTicks = time.GetTimestamp();
            stored.Remember(exchange);
            await settlement.SettleAsync(exchange, UsageOutcome.Completed);
            await stream.WriteAsync(held.Bytes, cancellation);
            return;
        }

        await stream.WriteAsync(held.Bytes, cancellation);
        await PumpAsync(exchange, body, stream, meter, new StreamTail(), filter: null, cancellation);
    }

    private async Task PassStreamAsync(
        Exchange exchange, HttpResponseMessage response, Stream body, ResponseFraming framing, IResponseMeter meter, CancellationToken cancellation)
    {
        var filter = exchange.Attempt!.HidesUsageChunk && framing == ResponseFraming.Sse ? new UsageChunkHider() : null;
        ClientResponse.Begin(exchange, response, framing == ResponseFraming.Opaque ? UpstreamAnswer.Length(response) : null);
        await exchange.Http.Response.StartAsync(cancellation);
        using var stream = new ClientStream(exchange.Http.Response, exchange.Watched);
        var tail = new StreamTail();
        exchange.Watched.Allow(Silence(exchange));
        if (ClientResponse.KeepAlive(exchange, framing) is { IsEmpty: false } keepAlive)
        {
            exchange.Watched.KeepAlive = () => tail.AtBoundary ? stream.KeepAliveAsync(keepAlive) : ValueTask.CompletedTask;
        }

        try
        {
            await PumpAsync(exchange, body, stream, meter, tail, filter, cancellation);
        }
        catch (Exception failure) when (exchange.Watched.Reason is not (StopReason.ClientLeft or StopReason.ClientStalled))
        {
            exchange.Watched.KeepAlive = null;
            Note(exchange, meter);
            if (failure is not (HttpRequestException or IOException or OperationCanceledException or InvalidDataException))
            {
                throw;
            }

            await client.BreakOffAsync(exchange, stream, tail, framing, Failure(exchange));
        }
        finally
        {
            exchange.Watched.KeepAlive = null;
            Note(exchange, meter);
            exchange.ResponseBytes = stream.Written;
        }
    }

    private async Task PumpAsync(
        Exchange exchange, Stream body, ClientStream stream, IResponseMeter meter, StreamTail tail, UsageChunkHider? filter, CancellationToken cancellation)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(StreamBuffer);
        try
        {
            int read;
            while ((read = await body.ReadAsync(buffer, cancellation)) > 0)
            {
                exchange.Watched.NoteRead();
                var bytes = buffer.AsMemory(0, read);
                meter.Append(bytes.Span);
                var passing = filter is null ? bytes : filter.Pass(bytes.Span);
                exchange.ResponseBytes = stream.Written + passing.Length;
                await NoteProgressAsync(exchange, meter);
                tail.Note(passing.Span, exchange.Route.Route.Protocol == Protocol.Responses);
                await stream.WriteAsync(passing, cancellation);
            }

            meter.Complete();
            Note(exchange, meter);
            if (filter is not null)
            {
                await stream.WriteAsync(filter.Rest(), cancellation);
            }

            await EndAsync(exchange, stream, tail, meter);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Notes the first content, and settles at the protocol's own end: before the bytes that carry it leave.</summary>
    private async ValueTask NoteProgressAsync(Exchange exchange, IResponseMeter meter)
    {
        var reading = meter.Reading;
        if (exchange.Reading.ResponseId is null && reading.ResponseId is not null)
        {
            exchange.Reading = reading;
            stored.Remember(exchange);
        }

        if (exchange.FirstContentTicks == 0 && reading.ContentSeen)
        {
            exchange.FirstContentTicks = time.GetTimestamp();
            exchange.Watched.Allow(limits.Idle);
        }

        if (reading.TerminalSeen && !exchange.Settled)
        {
            exchange.Reading = reading;
            await settlement.SettleAsync(exchange, reading.InBandError is null ? UsageOutcome.Completed : UsageOutcome.Interrupted);
        }
    }

    /// <summary>The upstream closed. Without its protocol's end, and with nothing that explains it, the answer is torn (reliability R-11).</summary>
    private async ValueTask EndAsync(Exchange exchange, ClientStream stream, StreamTail tail, IResponseMeter meter)
    {
        exchange.ResponseBytes = stream.Written;
        var reading = meter.Reading;
        if (reading.InBandError is not null)
        {
            exchange.Error ??= Failures.Torn() with { Code = reading.InBandError };
            await settlement.SettleAsync(exchange, UsageOutcome.Interrupted);
        }
        else if (reading.TerminalSeen || reading.StopReason is not null || !ClientResponse.HasEnd(exchange))
        {
            await settlement.SettleAsync(exchange, UsageOutcome.Completed);
        }
        else
        {
            await client.BreakOffAsync(exchange, stream, tail, ResponseFraming.Sse, Failures.Torn());
        }
    }

    private static GatewayError Failure(Exchange exchange) =>
        exchange.Watched.Reason == StopReason.None ? Failures.Torn() : Failures.Stopped(exchange.Watched.Reason);

    /// <summary>A model that thinks first may say nothing for minutes; once it has spoken, a minute of silence is a stall.</summary>
    private TimeSpan Silence(Exchange exchange) => exchange.Plan.Model is { SupportsReasoning: true } ? limits.FirstByteSlow : limits.Idle;

    private static void Note(Exchange exchange, IResponseMeter meter)
    {
        if (!exchange.Settled)
        {
            exchange.Reading = meter.Reading;
        }
    }
}
