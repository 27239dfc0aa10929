using System.Buffers;
using Gantry.Billing;
using Gantry.Protocols;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Metering;

namespace Gantry.Relay;

/// <summary>Step 10 where both sides speak the same protocol: bytes pass as they are, a meter looks on.</summary>
internal sealed class RelayLane(
    Settlement settlement, ChargeProgress progress, ClientResponse client, WholeAnswers whole, StoredResponses stored, RelayLimits limits, TimeProvider time)
{
    private const int StreamBuffer = 16 * 1024;

    public async Task PassAsync(Exchange exchange, HttpResponseMessage response, CancellationToken cancellation)
    {
        var framing = UpstreamAnswer.Framing(response, exchange);
        var route = exchange.Route.Route;
        var meter = ResponseMeters.For(route.Protocol, route.Operation, framing, Quirks(exchange));
        await using var body = await UpstreamAnswer.OpenAsync(response, cancellation);
        if (framing != ResponseFraming.Json)
        {
            exchange.Streamed = framing is not ResponseFraming.Opaque;
            await PassStreamAsync(exchange, response, body, framing, meter, cancellation);
        }
        else if (ClientResponse.HasEnd(exchange))
        {
            // Its clients read events and would take the lack of any for an empty answer.
            await client.FailAsync(exchange, Failures.Senseless("a whole document where a stream was asked for"), cancellation);
        }
        else if (!await whole.TryPassAsync(exchange, response, body, meter, cancellation))
        {
            await using var stream = new ClientStream(exchange);
            await PumpAsync(exchange, body, stream, framing, meter, filter: null, cancellation);
        }
    }

    private static MeterQuirks Quirks(Exchange exchange) =>
        exchange.Facts is { CachesForOneHour: true } ? MeterQuirks.CacheWritesAreOneHour : MeterQuirks.None;

    private async Task PassStreamAsync(
        Exchange exchange, HttpResponseMessage response, Stream body, ResponseFraming framing, IResponseMeter meter, CancellationToken cancellation)
    {
        var filter = exchange.Attempt!.HidesUsageChunk && framing == ResponseFraming.Sse ? new UsageChunkHider() : null;
        ClientResponse.Begin(exchange, response, framing == ResponseFraming.Opaque ? UpstreamAnswer.Length(response) : null);
        // Status and headers leave with the first bytes, or with a keep-alive: until then a failure can still become a true status.
        await using var stream = new ClientStream(exchange);
        exchange.Watched.Allow(Silence(exchange));
        if (ClientResponse.KeepAlive(exchange, framing) is { IsEmpty: false } keepAlive)
        {
            exchange.Watched.KeepAlive = () => stream.KeepAliveAsync(keepAlive);
        }

        try
        {
            await PumpAsync(exchange, body, stream, framing, meter, filter, cancellation);
        }
        catch (Exception failure) when (
            failure is HttpRequestException or IOException or OperationCanceledException or InvalidDataException
            && exchange.Watched.Reason is not (StopCause.ClientLeft or StopCause.ClientStalled))
        {
            Note(exchange, meter);
            if (exchange.Settled || exchange.Reading.InBandError is not null)
            {
                // The client has the end already, or the upstream's own word on why there is none: what breaks now is only the connection.
                await settlement.SettleAsync(exchange, Outcome(exchange, exchange.Reading));
                return;
            }

            await client.BreakOffAsync(exchange, stream, framing, Failure(exchange));
        }
        finally
        {
            Note(exchange, meter);
            if (stream.Written > 0)
            {
                exchange.ResponseBytes = stream.Written;
            }
        }
    }

    private async Task PumpAsync(
        Exchange exchange,
        Stream body,
        ClientStream stream,
        ResponseFraming framing,
        IResponseMeter meter,
        UsageChunkHider? filter,
        CancellationToken cancellation)
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
                await progress.NoteAsync(exchange, meter);
                var passing = filter is null ? bytes : filter.Pass(bytes.Span);
                exchange.ResponseBytes += passing.Length;
                await NoteProgressAsync(exchange, meter);
                await stream.WriteAsync(passing, cancellation);
            }

            meter.Complete();
            Note(exchange, meter);
            if (filter is not null)
            {
                var rest = filter.Rest();
                exchange.ResponseBytes += rest.Length;
                await stream.WriteAsync(rest, cancellation);
            }

            await EndAsync(exchange, stream, framing, meter);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Notes the first content, and settles at the answer's own end: before the bytes that carry it leave.</summary>
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

        var complete = exchange.Http.Response.ContentLength is { } length && exchange.ResponseBytes >= length;
        if ((reading.TerminalSeen || complete) && !exchange.Settled)
        {
            Note(exchange, meter);
            await settlement.SettleAsync(exchange, Outcome(exchange, reading));
        }
    }

    /// <summary>The upstream closed. Without its protocol's end, and with nothing that explains it, the answer is torn (reliability R-11).</summary>
    private async ValueTask EndAsync(Exchange exchange, ClientStream stream, ResponseFraming framing, IResponseMeter meter)
    {
        var reading = meter.Reading;
        if (reading.InBandError is not null || reading.TerminalSeen || reading.StopReason is not null || !ClientResponse.HasEnd(exchange))
        {
            await settlement.SettleAsync(exchange, Outcome(exchange, reading));
            await stream.WriteAsync(CostHeaders.Comment(exchange), CancellationToken.None);
        }
        else
        {
            await client.BreakOffAsync(exchange, stream, framing, stream.Tail.Begun ? Failures.Torn() : Failures.Senseless("an empty body"));
        }
    }

    private static UsageOutcome Outcome(Exchange exchange, MeterReading reading)
    {
        if (reading.InBandError is not { } error)
        {
            return UsageOutcome.Completed;
        }

        exchange.Error = Failures.InBand(error);
        return UsageOutcome.Interrupted;
    }

    private static GatewayError Failure(Exchange exchange) =>
        exchange.Watched.Reason == StopCause.None ? Failures.Torn() : Failures.Stopped(exchange.Watched.Reason);

    /// <summary>A model that thinks first may say nothing for minutes; once it has spoken, a minute of silence is a stall.</summary>
    private TimeSpan Silence(Exchange exchange) => exchange.Plan.Model is { SupportsReasoning: true } ? limits.FirstByteSlow : limits.Idle;

    private static void Note(Exchange exchange, IResponseMeter meter)
    {
        if (!exchange.Settled)
        {
            exchange.Reading = meter.Reading;
            exchange.ContentTokens = meter.ContentTokens;
        }
    }
}
