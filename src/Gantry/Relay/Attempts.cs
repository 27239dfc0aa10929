using System.Collections.Immutable;
using Gantry.Observe;
using Gantry.Protocols;
using Gantry.Protocols.Errors;
using Gantry.Relay.Paths;
using Gantry.Routing;

namespace Gantry.Relay;

/// <summary>Steps 6 to 10 of a request: money set aside, an upstream asked, its answer brought to the client.</summary>
internal sealed class Attempts(
    UpstreamClient upstreams,
    StoredResponses stored,
    RefusedIncludes includes,
    ConversationStates conversations,
    RelayLane lane,
    TranslatedRequest translated,
    TranslateLane translating,
    TranslatedRefusal refusals,
    ClientResponse client,
    Settlement settlement,
    Charging charging,
    RelayLimits limits,
    TimeProvider time,
    ILogger<Attempts> logger)
{
    /// <summary>Asks the first candidate, and once more where it stumbled before the client had a byte; further candidates join here when routing learns to fall back.</summary>
    public async Task RunAsync(Exchange exchange, ImmutableArray<RouteCandidate> candidates, CancellationToken cancellation)
    {
        var candidate = exchange.Route.Id is null ? stored.Continued(exchange) ?? candidates[0] : candidates[0];
        var deployment = candidate.Deployment;
        var speaks = deployment.Speaks(exchange.Route.Route.Protocol);
        if (exchange.Route.Route is { Protocol: Protocol.Responses, Body: BodyKind.Json } && conversations.Prepare(exchange, translated: !speaks) is { } unresolved)
        {
            await client.FailAsync(exchange, unresolved, cancellation);
            return;
        }

        // 6. The money for it, set aside.
        if (await charging.OpenAsync(exchange, deployment, cancellation) is { } unpaid)
        {
            await client.FailAsync(exchange, unpaid, cancellation);
            return;
        }

        if (speaks)
        {
            // Once more where the upstream will not include something in a stored response.
            var step = NextStep.Again;
            for (var number = 1; number <= 2 && step != NextStep.Done; number++)
            {
                var (request, attempt) = UpstreamRequest.Build(exchange, candidate, number, includes.Query(exchange, deployment));
                step = await SendAsync(exchange, request, attempt, cancellation);
            }

            return;
        }

        // Another protocol: once more where the upstream stumbled without an answer, or could not open reasoning that another has sealed.
        var next = NextStep.Done;
        for (var number = 1; number == 1 || (number == 2 && next != NextStep.Done && !exchange.Watched.ClientGone); number++)
        {
            if (exchange.Attempt is { } before)
            {
                exchange.Failed = exchange.Failed.Add(UsageRecords.Attempt(exchange, before, served: false, time.GetUtcNow()));
                exchange.Answering = false;
                exchange.UpstreamStatus = 0;
            }

            var (request, attempt) = translated.Build(exchange, candidate, number, withoutSeals: next == NextStep.AgainWithoutSeals);
            if (exchange.IsStrict && !exchange.Translated!.Losses.IsEmpty)
            {
                request.Dispose();
                await client.FailAsync(exchange, StrictRefusal.Of(exchange.Translated.Losses, exchange.Translated.Spoken), cancellation);
                return;
            }

            next = await SendAsync(exchange, request, attempt, cancellation);
        }
    }

    private async Task<NextStep> SendAsync(Exchange exchange, HttpRequestMessage request, Attempt attempt, CancellationToken cancellation)
    {
        exchange.Attempt = attempt;
        await charging.DispatchAsync(exchange);
        exchange.Watched.Allow(FirstByte(exchange), exchange.Facts is { Stream: false or null } && !exchange.Route.IsGeminiStream ? limits.Whole : limits.Stream);
        using (request)
        {
            using var response = await upstreams.SendAsync(attempt, request, cancellation);
            exchange.Watched.NoteRead();
            return await AnswerAsync(exchange, response, cancellation);
        }
    }

    private async Task<NextStep> AnswerAsync(Exchange exchange, HttpResponseMessage response, CancellationToken cancellation)
    {
        // 9. What came of it?
        var status = exchange.UpstreamStatus = (int)response.StatusCode;
        if (status is 401 or 402 or 403)
        {
            var attempt = exchange.Attempt!;
            RequestLog.CredentialRefused(logger, exchange.RequestId, attempt.Deployment.Upstream.Name, attempt.Credential?.Id ?? Guid.Empty, status);
            await client.FailAsync(exchange, Failures.CredentialRefused(), cancellation);
        }
        else if (status == StatusCodes.Status407ProxyAuthenticationRequired)
        {
            await client.FailAsync(exchange, Failures.ProxyRefused(), cancellation);
        }
        else if (status >= 400 && exchange.Translated is not null)
        {
            var error = await TranslatedRefusal.ReadAsync(exchange.Translated.Spoken, response, cancellation);
            if (exchange.Attempt!.Number == 1 && SealRefusals.Is(error))
            {
                return NextStep.AgainWithoutSeals;
            }

            await refusals.PassAsync(exchange, response, error, cancellation);
        }
        else if (status >= 400)
        {
            using var said = await UpstreamRefusal.ReadAsync(response, cancellation);
            if (includes.Learn(exchange, status, said.Bytes.Span))
            {
                return NextStep.Again;
            }

            await UpstreamRefusal.PassAsync(exchange, response, said.Bytes, settlement, cancellation);
        }
        else if (UpstreamAnswer.WhatElse(response, exchange.Route.Route.Operation) is { } what)
        {
            await client.FailAsync(exchange, Failures.Senseless(what), cancellation);
        }
        else if (exchange.Translated is not null)
        {
            exchange.Answering = true;

            // 10. Frames become events and frames again.
            return await translating.PassAsync(exchange, response, cancellation) ? NextStep.Done : NextStep.Again;
        }
        else
        {
            exchange.Answering = true;

            // 10. Bytes pass.
            await lane.PassAsync(exchange, response, cancellation);
        }

        return NextStep.Done;
    }

    private TimeSpan FirstByte(Exchange exchange)
    {
        if (exchange.Facts is not { Stream: true } && !exchange.Route.IsGeminiStream)
        {
            return limits.Whole;
        }

        return exchange.Plan.Model is { SupportsReasoning: true } ? limits.FirstByteSlow : limits.FirstByte;
    }
}
