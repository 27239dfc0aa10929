using Gantry.Billing;
using Gantry.Observe;
using Gantry.Protocols;
using Gantry.Protocols.Errors;
using Gantry.Routing;

namespace Gantry.Relay;

/// <summary>Steps 7 to 10 of one attempt: the request in the upstream's words, its answer on the way to the client. Tells the client nothing of what may yet be tried elsewhere.</summary>
internal sealed class AttemptSender(
    UpstreamClient upstreams,
    RefusedIncludes includes,
    RelayLane lane,
    TranslatedRequest translated,
    TranslateLane translating,
    TranslatedEmbeddings embeddings,
    ClientResponse client,
    Settlement settlement,
    Charging charging,
    AttemptTelemetry telemetry,
    RelayLimits limits,
    ILogger<AttemptSender> logger)
{
    /// <summary>Makes one attempt.</summary>
    /// <exception cref="ProtocolException">The request says what the upstream's protocol cannot.</exception>
    public async Task<AttemptResult> SendAsync(Exchange exchange, RouteCandidate candidate, int number, Repair repair, CancellationToken cancellation)
    {
        // 7. and 8.
        var request = Build(exchange, candidate, number, repair);
        using (request)
        {
            if (exchange.IsStrict && exchange.Losses is { IsEmpty: false } losses)
            {
                await client.FailAsync(exchange, StrictRefusal.Of(losses, exchange.Attempt!.Call.Protocol), cancellation);
                return AttemptResult.Done(AttemptOutcome.Stopped);
            }

            telemetry.PassOn(exchange, candidate, request);
            await DispatchAsync(exchange);
            exchange.Watched.Allow(FirstByte(exchange), exchange.WantsStream || exchange.Facts is null ? limits.Stream : limits.Whole);
            var response = await upstreams.SendAsync(exchange.Attempt!, request, cancellation);
            var keeps = false;
            try
            {
                exchange.Watched.Allow(FirstByte(exchange));
                var result = await AnswerAsync(exchange, response, cancellation);
                keeps = result.Refusal is not null;
                return result;
            }
            finally
            {
                if (!keeps)
                {
                    response.Dispose();
                }
            }
        }
    }

    private async ValueTask DispatchAsync(Exchange exchange)
    {
        try
        {
            await charging.DispatchAsync(exchange);
        }
        catch (UsageJournalException)
        {
            // What cannot be written down is not sent, and was no attempt.
            exchange.Attempt = null;
            throw;
        }
    }

    private HttpRequestMessage Build(Exchange exchange, RouteCandidate candidate, int number, Repair repair)
    {
        var (protocol, operation) = (exchange.Route.Route.Protocol, exchange.Route.Route.Operation);
        var (request, attempt) = candidate.Deployment.Speaks(protocol)
            ? UpstreamRequest.Build(exchange, candidate, number, includes.Query(exchange, candidate.Deployment))
            : operation == Operation.Embeddings
            ? TranslatedEmbeddings.Build(exchange, candidate, number)
            : translated.Build(exchange, candidate, number, withoutSeals: repair == Repair.WithoutSeals);
        exchange.Attempt = attempt;
        return request;
    }

    private async Task<AttemptResult> AnswerAsync(Exchange exchange, HttpResponseMessage response, CancellationToken cancellation)
    {
        // 9. What came of it?
        var status = exchange.UpstreamStatus = (int)response.StatusCode;
        if (status >= 400)
        {
            return await RefusedAsync(exchange, response, status, cancellation);
        }

        if (UpstreamAnswer.WhatElse(response, exchange.Route.Route.Operation) is { } what)
        {
            return AttemptResult.Failed(AttemptOutcome.BadAnswer, Failures.Senseless(what));
        }

        // 10. Bytes pass, or frames become events and frames again.
        exchange.Answering = true;
        return exchange.Translated is not null ? await translating.PassAsync(exchange, response, cancellation)
            : exchange.Embeddings is not null ? await embeddings.PassAsync(exchange, response, cancellation)
            : await lane.PassAsync(exchange, response, cancellation);
    }

    private async Task<AttemptResult> RefusedAsync(Exchange exchange, HttpResponseMessage response, int status, CancellationToken cancellation)
    {
        var attempt = exchange.Attempt!;
        var held = new HeldRefusal(response, await UpstreamRefusal.ReadAsync(response, cancellation));
        var said = UpstreamErrors.Read(
            attempt.Call.Protocol, status, response.Content.Headers.ContentType?.ToString(), held.Body.Span, name => UpstreamHeaders.Find(response, name));
        var outcome = Outcomes.OfStatus(status, said.Kind);
        if (outcome is AttemptOutcome.CredentialRefused or AttemptOutcome.CredentialBroke)
        {
            held.Dispose();
            RequestLog.CredentialRefused(logger, exchange.RequestId, attempt.Deployment.Upstream.Name, attempt.Credential?.Id ?? Guid.Empty, status);
            return AttemptResult.Failed(outcome, Failures.CredentialRefused());
        }

        if (outcome == AttemptOutcome.ProxyFailed)
        {
            held.Dispose();
            return AttemptResult.Failed(outcome, Failures.ProxyRefused());
        }

        var error = Failures.Refused(exchange.Route.Route.Protocol, said, outcome);
        if (Mend(exchange, said, status, held.Body.Span) is { } repair and not Repair.None)
        {
            held.Dispose();
            return AttemptResult.Mend(repair, error);
        }

        if (outcome == AttemptOutcome.RequestRefused)
        {
            // Another upstream would refuse it as well, and clients act on the very words.
            using (held)
            {
                exchange.AttemptOutcome = outcome;
                await (exchange.Translated is null && exchange.Embeddings is null
                    ? UpstreamRefusal.PassAsync(exchange, response, held.Body, settlement, client, cancellation)
                    : client.FailAsync(exchange, error, cancellation, client.Limits(exchange, response)));
            }

            return AttemptResult.Done(outcome);
        }

        RequestLog.UpstreamFailed(logger, exchange.RequestId, attempt.Deployment.Upstream.Name, $"status {status}");
        return AttemptResult.Failed(outcome, error) with
        {
            RetryAfter = said.RetryAfterSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            Refusal = held,
        };
    }

    private Repair Mend(Exchange exchange, UpstreamError said, int status, ReadOnlySpan<byte> body) =>
        exchange.Attempt!.Number > 1 ? Repair.None
        : exchange.Translated is not null ? SealRefusals.Is(said) ? Repair.WithoutSeals : Repair.None
        : includes.Learn(exchange, status, body) ? Repair.WithoutIncludes : Repair.None;

    private TimeSpan FirstByte(Exchange exchange) =>
        !exchange.WantsStream ? limits.Whole
        : exchange.ServedModel is { SupportsReasoning: true } ? limits.FirstByteSlow
        : limits.FirstByte;
}
