using Gantry.Billing;
using Gantry.Protocols;
using Gantry.Protocols.Errors;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Metering;

namespace Gantry.Relay;

/// <summary>Step 10 where both sides speak the same protocol: bytes pass as they are, a meter looks on.</summary>
internal sealed class RelayLane(
    Settlement settlement, ChargeProgress progress, ClientResponse client, WholeAnswers whole, StoredResponses stored, RelayLimits limits, TimeProvider time)
{
    /// <summary>Brings the answer to the client, if there is one: what fails before content is for the caller to try elsewhere.</summary>
    public async Task<AttemptResult> PassAsync(Exchange exchange, HttpResponseMessage response, CancellationToken cancellation)
    {
        var framing = UpstreamAnswer.Framing(response, exchange);
        var route = exchange.Route.Route;
        var meter = ResponseMeters.For(route.Protocol, route.Operation, framing, Quirks(exchange));
        await using var body = await UpstreamAnswer.OpenAsync(response, cancellation);
        if (framing != ResponseFraming.Json)
        {
            exchange.Streamed = framing is not ResponseFraming.Opaque;
            return await PassStreamAsync(exchange, response, body, framing, meter, cancellation);
        }

        if (ClientResponse.HasEnd(exchange))
        {
            // Its clients read events and would take the lack of any for an empty answer.
            return AttemptResult.Failed(AttemptOutcome.BadAnswer, Failures.Senseless("a whole document where a stream was asked for"));
        }

        if (await whole.TryPassAsync(exchange, response, body, meter, cancellation) is { } result)
        {
            return result;
        }

        await using var stream = new ClientStream(exchange);
        await PumpAsync(new RelayedStream(exchange, stream, framing, meter, filter: null, holds: false), body, cancellation);
        return AttemptResult.Done(Outcomes.OfEnd(exchange));
    }

    private static MeterQuirks Quirks(Exchange exchange) =>
        exchange.Facts is { CachesForOneHour: true } ? MeterQuirks.CacheWritesAreOneHour : MeterQuirks.None;

    private async Task<AttemptResult> PassStreamAsync(
        Exchange exchange, HttpResponseMessage response, Stream body, ResponseFraming framing, IResponseMeter meter, CancellationToken cancellation)
    {
        var filter = exchange.Attempt!.HidesUsageChunk && framing == ResponseFraming.Sse ? new UsageChunkHider() : null;
        await using var own = exchange.Stream is null ? new ClientStream(exchange) : null;
        var stream = exchange.Stream ?? own!;
        // Status and headers leave with the first bytes, or with a keep-alive: until then a failure can still become a true status.
        await stream.OpenAsync(() => ClientResponse.Begin(exchange, response, framing == ResponseFraming.Opaque ? UpstreamAnswer.Length(response) : null));
        exchange.Watched.Allow(Silence(exchange));
        if (ClientResponse.HasEnd(exchange))
        {
            exchange.Watched.ExpectContent(limits.ContentIdle);
        }

        if (ClientResponse.KeepAlive(exchange, framing) is { IsEmpty: false } keepAlive)
        {
            exchange.Watched.KeepAlive = () => stream.KeepAliveAsync(keepAlive);
        }

        using var relayed = new RelayedStream(exchange, stream, framing, meter, filter, holds: ClientResponse.HasEnd(exchange));
        try
        {
            return await PumpAsync(relayed, body, cancellation);
        }
        catch (Exception failure) when (
            failure is HttpRequestException or IOException or OperationCanceledException or InvalidDataException
            && exchange.Watched.Reason is not (StopCause.ClientLeft or StopCause.ClientStalled))
        {
            Note(exchange, meter);
            var outcome = Outcomes.OfFailure(failure, exchange);
            if (relayed.IsHeld && !exchange.Watched.IsStopped)
            {
                return AttemptResult.Failed(outcome, Failure(exchange));
            }

            if (exchange.Settled || exchange.Reading.InBandError is not null)
            {
                // The client has the end already, or the upstream's own word on why there is none: what breaks now is only the connection.
                await settlement.SettleAsync(exchange, Outcome(exchange, exchange.Reading));
                return AttemptResult.Done(Outcomes.OfEnd(exchange));
            }

            exchange.AttemptOutcome = outcome;
            await client.BreakOffAsync(exchange, stream, framing, Failure(exchange));
            return AttemptResult.Done(outcome);
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

    private async Task<AttemptResult> PumpAsync(RelayedStream relayed, Stream body, CancellationToken cancellation)
    {
        var (exchange, meter) = (relayed.Exchange, relayed.Meter);
        using var buffer = new StreamBuffer();
        int read;
        while ((read = await ReadAsync(relayed, body, buffer.Next(), cancellation)) > 0)
        {
            var bytes = buffer.Take(read);
            exchange.Watched.NoteRead();
            meter.Append(bytes.Span);
            if (meter.ContentTokens > exchange.ContentTokens)
            {
                exchange.Watched.NoteContent();
            }

            await progress.NoteAsync(exchange, meter);
            relayed.Take(bytes);
            if (relayed.Failure is { } told)
            {
                return Refused(exchange, told);
            }

            await NoteProgressAsync(exchange, meter);
            await relayed.SendAsync(cancellation);
        }

        meter.Complete();
        relayed.Complete();
        if (relayed.Failure is { } last)
        {
            return Refused(exchange, last);
        }

        Note(exchange, meter);
        return await EndAsync(relayed, cancellation);
    }

    // Not async: an event that nothing is held back for costs no state machine of ours.
    private ValueTask<int> ReadAsync(RelayedStream relayed, Stream body, Memory<byte> buffer, CancellationToken cancellation)
    {
        var reading = body.ReadAsync(buffer, cancellation);
        return reading.IsCompleted || !relayed.HoldsBytes ? reading : ReadHoldingAsync(relayed, reading, cancellation);
    }

    /// <summary>Reads on. What is held back of the answer's preamble is let go when its time is up, whether or not more has come by then.</summary>
    private async ValueTask<int> ReadHoldingAsync(RelayedStream relayed, ValueTask<int> reading, CancellationToken cancellation)
    {
        var read = reading.AsTask();
        var left = limits.Preamble - time.GetElapsedTime(relayed.HeldSince(time));
        if (left > TimeSpan.Zero)
        {
            // Not the time-out of the read: that goes on.
            await Task.WhenAny(read, Task.Delay(left, time, cancellation));
        }

        // An attempt that was stopped meanwhile has told nobody anything: another may follow it.
        if (!read.IsCompleted && !cancellation.IsCancellationRequested)
        {
            await ReleaseBesideAsync(relayed, read, cancellation);
        }

        return await read;
    }

    // The read writes into rented memory, which must not go back to the pool, and from there to another request, before the read has ended.
    private static async ValueTask ReleaseBesideAsync(RelayedStream relayed, Task<int> read, CancellationToken cancellation)
    {
        try
        {
            await relayed.ReleaseAsync(cancellation);
        }
        catch
        {
            relayed.Exchange.Watched.Stop(StopCause.ClientLeft);
            await read.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            throw;
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
            exchange.ContentBegan?.Invoke();
            exchange.Watched.Allow(limits.Idle);
            exchange.Watched.ExpectContent(limits.ContentIdle);
        }

        var complete = exchange.Http.Response.ContentLength is { } length && exchange.ResponseBytes >= length;
        if ((reading.TerminalSeen || complete) && !exchange.Settled)
        {
            Note(exchange, meter);
            await settlement.SettleAsync(exchange, Outcome(exchange, reading));
        }
    }

    /// <summary>The upstream closed. Without its protocol's end, and with nothing that explains it, the answer is torn (reliability R-11).</summary>
    private async ValueTask<AttemptResult> EndAsync(RelayedStream relayed, CancellationToken cancellation)
    {
        var (exchange, reading) = (relayed.Exchange, relayed.Meter.Reading);
        if (reading.InBandError is not null || reading.TerminalSeen || reading.StopReason is not null || !ClientResponse.HasEnd(exchange))
        {
            await settlement.SettleAsync(exchange, Outcome(exchange, reading));
            await relayed.ReleaseAsync(cancellation);
            await relayed.Stream.WriteAsync(CostHeaders.Comment(exchange), CancellationToken.None);
            return AttemptResult.Done(Outcomes.OfEnd(exchange));
        }

        if (relayed.IsHeld)
        {
            return relayed.HoldsBytes
                ? AttemptResult.Failed(AttemptOutcome.TornBeforeContent, Failures.Torn())
                : AttemptResult.Failed(AttemptOutcome.BadAnswer, Failures.Senseless("an empty body"));
        }

        exchange.AttemptOutcome = reading.ContentSeen ? AttemptOutcome.TornAfterContent : AttemptOutcome.TornBeforeContent;
        await client.BreakOffAsync(exchange, relayed.Stream, relayed.Framing, Failures.Torn());
        return AttemptResult.Done(exchange.AttemptOutcome.Value);
    }

    /// <summary>The answer is an error, and nothing of it has left.</summary>
    private static AttemptResult Refused(Exchange exchange, UpstreamError told)
    {
        var outcome = Outcomes.OfError(told.Kind, content: false);
        return AttemptResult.Failed(outcome, Failures.Refused(exchange.Route.Route.Protocol, told, outcome)) with
        {
            RetryAfter = told.RetryAfterSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        };
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
    private TimeSpan Silence(Exchange exchange) => exchange.ServedModel is { SupportsReasoning: true } ? limits.FirstByteSlow : limits.Idle;

    private static void Note(Exchange exchange, IResponseMeter meter)
    {
        if (!exchange.Settled)
        {
            exchange.Reading = meter.Reading;
            exchange.ContentTokens = meter.ContentTokens;
        }
    }
}
