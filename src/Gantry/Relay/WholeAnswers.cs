using Gantry.Billing;
using Gantry.Protocols;
using Gantry.Protocols.Errors;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Metering;

namespace Gantry.Relay;

/// <summary>Answers that are one JSON document: held until they are complete, so that a torn one can still become a true error status.</summary>
internal sealed class WholeAnswers(Settlement settlement, StoredResponses stored, TimeProvider time)
{
    // Above this size a document passes as it comes, and one that is torn takes the connection with it.
    private const int Held = 4 * 1024 * 1024;
    private const int ReadSize = 16 * 1024;

    /// <summary>Reads, checks and passes a document.</summary>
    /// <returns>Null for one that is too large to be held: its begin has been sent, the rest is the caller's to pass.</returns>
    public async Task<AttemptResult?> TryPassAsync(Exchange exchange, HttpResponseMessage response, Stream body, IResponseMeter meter, CancellationToken cancellation)
    {
        using var held = new PooledBytes(response.Content.Headers.ContentLength ?? ReadSize);
        var complete = await ReadAsync(exchange, body, held, meter, cancellation);
        if (complete && Flaw(held, meter) is { } flaw)
        {
            return AttemptResult.Failed(held.Length == 0 ? AttemptOutcome.BadAnswer : AttemptOutcome.TornBeforeContent, Failures.Senseless(flaw));
        }

        if (complete && Told(exchange, held, meter, response) is { } failure)
        {
            return failure;
        }

        ClientResponse.Begin(exchange, response, complete ? held.Length : UpstreamAnswer.Length(response));
        exchange.ResponseBytes = held.Length;
        await using var stream = new ClientStream(exchange);
        if (complete)
        {
            exchange.Reading = meter.Reading;
            exchange.ContentTokens = meter.ContentTokens;
            exchange.FirstContentTicks = time.GetTimestamp();
            stored.Remember(exchange);
            await settlement.SettleAsync(exchange, Outcome(exchange));
        }

        await stream.WriteAsync(held.Bytes, cancellation);
        return complete ? AttemptResult.Done(Outcomes.OfEnd(exchange)) : null;
    }

    /// <summary>An error in a 200, where another upstream may do better; null for none, and for one that the request itself has brought about.</summary>
    private static AttemptResult? Told(Exchange exchange, PooledBytes held, IResponseMeter meter, HttpResponseMessage response)
    {
        var protocol = exchange.Route.Route.Protocol;
        if (meter.Reading is not { InBandError: not null, ContentSeen: false }
            || UpstreamErrors.ReadAnswer(protocol, held.Bytes.Span, name => UpstreamHeaders.Find(response, name)) is not { } told)
        {
            return null;
        }

        var outcome = Outcomes.OfError(told.Kind, content: false);
        if (outcome == AttemptOutcome.RequestRefused)
        {
            exchange.AttemptOutcome = outcome;
            return null;
        }

        return AttemptResult.Failed(outcome, Failures.Refused(protocol, told, outcome)) with
        {
            RetryAfter = told.RetryAfterSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        };
    }

    private static async ValueTask<bool> ReadAsync(Exchange exchange, Stream body, PooledBytes held, IResponseMeter meter, CancellationToken cancellation)
    {
        while (held.Length < Held)
        {
            var read = await body.ReadAsync(held.Free(ReadSize), cancellation);
            if (read == 0)
            {
                meter.Complete();
                return true;
            }

            exchange.Watched.NoteRead();
            meter.Append(held.Take(read).Span);
        }

        return false;
    }

    private static string? Flaw(PooledBytes held, IResponseMeter meter) =>
        held.Length == 0 ? "an empty body" : meter.Reading.TerminalSeen ? null : "half a document";

    /// <summary>An error in a 200 gets a true status; the bytes stay as they are. A stored Responses object tells of its failure itself.</summary>
    private static UsageOutcome Outcome(Exchange exchange)
    {
        if (exchange.Reading.InBandError is not { } error)
        {
            return UsageOutcome.Completed;
        }

        exchange.Error = Failures.InBand(error);
        if (exchange.Route.Route.Protocol == Protocol.Responses || exchange.Reading.ContentSeen)
        {
            return UsageOutcome.Interrupted;
        }

        var response = exchange.Http.Response;
        exchange.Status = response.StatusCode = ProtocolErrors.Status(exchange.Route.Route.Protocol, ErrorKind.BadUpstream);
        response.Headers["x-gantry-error-origin"] = "upstream";
        return UsageOutcome.Failed;
    }
}
