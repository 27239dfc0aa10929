using Gantry.Billing;
using Gantry.Protocols;
using Gantry.Protocols.Errors;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Metering;

namespace Gantry.Relay;

/// <summary>A translated answer to a client that wants a stream, whether the upstream streams or not.</summary>
internal sealed class TranslatedStream(
    Settlement settlement, ChargeProgress progress, ClientResponse client, ConversationStates conversations, RelayLimits limits, TimeProvider time)
{
    private const int FirstOutput = 1024;

    // The client has everything; the upstream may close in its own time, so that the connection can be used again.
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

    public async Task<AttemptResult> PassAsync(
        Exchange exchange, HttpResponseMessage response, Stream body, ResponseFraming framing, IResponseMeter meter, CancellationToken cancellation)
    {
        var translated = exchange.Translated!;
        using var output = new PooledBytes(FirstOutput);
        var gate = new AnswerGate(ChatCodecs.For(exchange.Route.Route.Protocol).NewStreamWriter(translated.Context, output, translated.Losses), output);
        var events = translated.Translation.Answer(gate);
        await using var own = exchange.Stream is null ? new ClientStream(exchange) : null;
        var stream = exchange.Stream ?? own!;
        await stream.OpenAsync(() => client.BeginTranslated(exchange, response));
        exchange.Watched.Allow(exchange.ServedModel is { SupportsReasoning: true } ? limits.FirstByteSlow : limits.Idle);
        exchange.Watched.ExpectContent(limits.ContentIdle);
        exchange.Watched.KeepAlive = () => stream.KeepAliveAsync(
            KeepAlives.ForOwn(exchange.Route.Route.Protocol, !translated.Context.JsonArray, stream.Tail.NextSequenceNumber));

        var telling = new Telling(exchange, gate, output, stream, meter);
        try
        {
            if (framing == ResponseFraming.Json)
            {
                var (answer, error) = await TranslatedWhole.ReadAsync(exchange, response, body, meter, cancellation);
                if (error is not null) gate.Fail(error);
                else AnswerReplay.Replay(answer!, events);
            }
            else
            {
                await PumpAsync(telling, body, ChatCodecs.For(translated.Spoken).NewStreamReader(events), cancellation);
            }
        }
        catch (Exception failure) when (
            failure is HttpRequestException or IOException or OperationCanceledException or InvalidDataException
            && exchange.Watched.Reason is not (StopCause.ClientLeft or StopCause.ClientStalled))
        {
            // Behind the answer's own end it is only the connection that breaks.
            Note(exchange, meter);
            exchange.AttemptOutcome = gate.Ended ? null : Outcomes.OfFailure(failure, exchange);
            gate.Fail(exchange.Watched.Reason == StopCause.None ? Failures.Torn() : Failures.Stopped(exchange.Watched.Reason));
        }
        finally
        {
            Note(exchange, meter);
        }

        return await EndAsync(telling);
    }

    private async Task PumpAsync(Telling telling, Stream body, IStreamReader reader, CancellationToken cancellation)
    {
        var (exchange, gate, _, _, meter) = telling;
        using var buffer = new StreamBuffer();
        int read;
        while (!gate.Ended && (read = await body.ReadAsync(buffer.Next(), cancellation)) > 0)
        {
            var bytes = buffer.Take(read);
            exchange.Watched.NoteRead();
            meter.Append(bytes.Span);
            reader.Append(bytes.Span);
            if (meter.ContentTokens > exchange.ContentTokens)
            {
                exchange.Watched.NoteContent();
            }

            await progress.NoteAsync(exchange, meter);
            await FlushAsync(telling, cancellation);
        }

        if (!gate.Ended)
        {
            meter.Complete();
            reader.Complete();
            if (gate.Error is not null && meter.Reading.InBandError is null)
            {
                // Its protocol's end has not come.
                exchange.AttemptOutcome = gate.HasContent ? AttemptOutcome.TornAfterContent : AttemptOutcome.TornBeforeContent;
            }
        }
    }

    /// <summary>Hands on what the events of one read have become. The preamble waits for content: until then a failure has a status of its own.</summary>
    private async ValueTask FlushAsync(Telling telling, CancellationToken cancellation)
    {
        var (exchange, gate, output, stream, meter) = telling;
        if (gate.Ended || !gate.HasContent || output.Length == 0)
        {
            return;
        }

        if (exchange.FirstContentTicks == 0)
        {
            exchange.FirstContentTicks = time.GetTimestamp();
            exchange.ContentBegan?.Invoke();
            exchange.Watched.Allow(limits.Idle);
            exchange.Watched.ExpectContent(limits.ContentIdle);
            exchange.Reading = meter.Reading;
            ClientResponse.NameLosses(exchange);
        }

        await stream.WriteAsync(output.Bytes, cancellation);
        output.Clear();
    }

    private async Task<AttemptResult> EndAsync(Telling telling)
    {
        var (exchange, gate, output, stream, _) = telling;
        if (gate is { Error: { } early, HasContent: false } && !exchange.Watched.IsStopped)
        {
            var result = TranslatedWhole.Failed(exchange, early);
            return exchange.AttemptOutcome is { } outcome && result.Repair == Repair.None ? AttemptResult.Failed(outcome, early) : result;
        }

        await stream.SilenceAsync();
        using var patience = new CancellationTokenSource(Farewell + Farewell, time);
        if (gate.Error is { } error)
        {
            if (!gate.HasContent)
            {
                await client.FailAsync(exchange, error, patience.Token);
                return AttemptResult.Done(AttemptOutcome.Stopped);
            }

            exchange.AttemptOutcome ??= AttemptOutcome.ErrorAfterContent;
            exchange.Error = error with { RequestId = exchange.RequestId };
        }

        if (exchange.FirstContentTicks == 0)
        {
            exchange.FirstContentTicks = time.GetTimestamp();
            ClientResponse.NameLosses(exchange);
        }

        exchange.EstimatedUsage = TranslatedUsage.Estimated(exchange, gate.Usage);
        // Before the bytes that carry the end leave: what a client has in full is in the journal.
        exchange.ResponseBytes = stream.Written + output.Length;
        conversations.KeepStreamed(exchange, output.Bytes.Span);
        await settlement.SettleAsync(exchange, gate.Error is null ? UsageOutcome.Completed : UsageOutcome.Interrupted);
        var answer = gate.Error is null ? output.Length : gate.ErrorStart;
        await stream.WriteAsync(output.Bytes[..answer], patience.Token);
        await stream.WriteAsync(output.Bytes[answer..], patience.Token);
        await stream.WriteAsync(CostHeaders.Comment(exchange), patience.Token);
        return AttemptResult.Done(Outcomes.OfEnd(exchange));
    }

    private static void Note(Exchange exchange, IResponseMeter meter)
    {
        if (!exchange.Settled)
        {
            exchange.Reading = meter.Reading;
            exchange.ContentTokens = meter.ContentTokens;
        }
    }

    private sealed record Telling(Exchange Exchange, AnswerGate Gate, PooledBytes Output, ClientStream Stream, IResponseMeter Meter);
}
