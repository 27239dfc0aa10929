using Gantry.Billing;
using Gantry.Observe;
using Gantry.Protocols;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Metering;
using Gantry.Providers;
using Gantry.Relay.Paths;
using Gantry.Routing;
using Gantry.Routing.Health;

namespace Gantry.Relay;

/// <summary>Steps 6 to 10 of a request: one upstream after another is asked, until one answers or none is left.</summary>
internal sealed class Attempts(
    AttemptSender sender,
    StoredResponses stored,
    ConversationStates conversations,
    ClientResponse client,
    Settlement settlement,
    RequestLimits rates,
    Charging charging,
    HealthBoard health,
    RetryBudgets budgets,
    Affinity affinity,
    AttemptTelemetry telemetry,
    RelayLimits limits,
    TimeProvider time,
    ILogger<Attempts> logger)
{
    /// <summary>Serves the exchange by its plan. When it returns, the client has its answer or knows why there is none.</summary>
    public async Task RunAsync(Exchange exchange, CancellationToken cancellation)
    {
        // What continues a stored response goes where that is: nobody else knows it.
        var walk = new RouteWalk(stored.Continued(exchange) is { } home ? [home] : exchange.Plan.Candidates, health, budgets, limits, time);
        exchange.WantsStream = exchange.Watched.IsStream = exchange.Streamed;
        budgets.NoteRequest(walk.Pool);
        Listen(exchange);
        var repair = Repair.None;
        for (var number = 0; ;)
        {
            if (await OpenAsync(exchange, walk, cancellation) is { } unopened)
            {
                await client.FailAsync(exchange, unopened, cancellation);
                return;
            }

            if (walk.Begin() is not { } ticket)
            {
                continue;
            }

            number++;
            exchange.ContentBegan = ticket.IsProbe ? () => health.NoteContent(ticket) : null;
            var result = await TryAsync(exchange, walk.Current, ticket, number, repair);
            if (result.Told)
            {
                if (result.Outcome == AttemptOutcome.Served)
                {
                    budgets.NoteAnswer(walk.Pool);
                    affinity.Note(exchange.Plan.Session, walk.Current);
                }

                return;
            }

            if (!await MovesOnAsync(exchange, walk, result, repair, cancellation))
            {
                using var refusal = result.Refusal;
                exchange.AttemptOutcome = result.Outcome;
                await TellAsync(exchange, result, cancellation);
                return;
            }

            repair = result.Repair;
            result.Refusal?.Dispose();
        }
    }

    /// <summary>From the first second of silence that its protocol allows, a stream is kept alive, whoever answers it in the end.</summary>
    private static void Listen(Exchange exchange)
    {
        if (!ClientResponse.HasEnd(exchange))
        {
            return;
        }

        // An array of Google's has no words for it.
        var keepAlive = ClientResponse.KeepAlive(exchange, ResponseFraming.Sse);
        var stream = exchange.Stream = new ClientStream(exchange, keepAlive.IsEmpty ? null : () => ClientResponse.BeginEarly(exchange));
        if (!keepAlive.IsEmpty)
        {
            exchange.Watched.KeepAlive = () => stream.KeepAliveAsync(keepAlive);
        }
    }

    /// <summary>6. The money for the attempt, set aside on the terms of its group; and the conversation, as far as its upstream does not keep it.</summary>
    /// <returns>Null, or why nothing can be sent.</returns>
    private async ValueTask<GatewayError?> OpenAsync(Exchange exchange, RouteWalk walk, CancellationToken cancellation)
    {
        while (true)
        {
            var candidate = walk.Current;
            exchange.BeginAttempt(candidate);
            var speaks = candidate.Deployment.Speaks(exchange.Route.Route.Protocol);
            if (exchange.Route.Route is { Protocol: Protocol.Responses, Body: BodyKind.Json } && !(exchange.ConversationResolved || (speaks && walk.IsBegun)))
            {
                // Once for each kind of upstream: what was resolved stands in the body, and says no more what it was resolved from.
                exchange.ConversationResolved = !speaks;
                if (conversations.Prepare(exchange, translated: !speaks) is { } unresolved)
                {
                    return unresolved;
                }
            }

            if ((await rates.MoveAsync(exchange, candidate, cancellation) ?? await charging.OpenAsync(exchange, candidate.Deployment, cancellation)) is not { } unpaid)
            {
                return null;
            }

            // Another group may be dearer than the balance, or at its limit; one that is not may still be there.
            if (exchange.Failed.IsEmpty || !walk.Skip())
            {
                return unpaid;
            }
        }
    }

    private async Task<AttemptResult> TryAsync(Exchange exchange, RouteCandidate candidate, HealthTicket ticket, int number, Repair repair)
    {
        var result = AttemptResult.Done(AttemptOutcome.Stopped);
        exchange.AttemptTicks = time.GetTimestamp();
        var span = telemetry.Begin(exchange, candidate, number);
        try
        {
            result = await sender.SendAsync(exchange, candidate, number, repair, exchange.Watched.BeginAttempt());
            return result;
        }
        catch (Exception failure) when (IsUpstreams(failure) && !exchange.Watched.IsStopped && exchange.Attempt is not null)
        {
            var outcome = Outcomes.OfFailure(failure, exchange);
            RequestLog.UpstreamFailed(logger, exchange.RequestId, candidate.Deployment.Upstream.Name, $"{outcome}: {(failure is SigningException ? failure.Message : failure.GetType().Name)}");
            if (exchange.Http.Response.HasStarted && exchange.Stream is null)
            {
                // A part of a document has left: there is no way to say anything more.
                exchange.AttemptOutcome = outcome;
                result = AttemptResult.Done(outcome);
                throw;
            }

            var error = exchange.Watched.Reason == StopCause.None ? Failures.Of(failure) : Failures.Stopped(exchange.Watched.Reason);
            return result = exchange.Settled ? AttemptResult.Done(outcome) : AttemptResult.Failed(outcome, error);
        }
        finally
        {
            var outcome = exchange.Watched.IsStopped ? Stopped(exchange) : result.Outcome;
            health.End(ticket, outcome, result.RetryAfter);
            telemetry.End(exchange, span, candidate, number, outcome);
        }
    }

    /// <summary>Decides whether another attempt follows, notes the one that has failed, and waits.</summary>
    private async ValueTask<bool> MovesOnAsync(Exchange exchange, RouteWalk walk, AttemptResult result, Repair before, CancellationToken cancellation)
    {
        TimeSpan? wait = result.Repair == Repair.None ? null : TimeSpan.Zero;
        if (exchange.Watched.ClientGone || (result.Repair != Repair.None && before != Repair.None))
        {
            return false;
        }

        if (result.Repair == Repair.None)
        {
            wait = walk.Next(result, exchange.Route.Route.Operation);
        }

        if (wait is not { } pause)
        {
            return false;
        }

        if (exchange.Attempt is { } failed)
        {
            exchange.Failed = exchange.Failed.Add(settlement.Ended(exchange, failed, result.Outcome));
            // It is told now: who leaves while the next one waits must not have it told again.
            exchange.BeginAttempt(walk.Current);
        }

        if (pause > TimeSpan.Zero)
        {
            await Task.Delay(pause, time, cancellation);
        }

        return true;
    }

    /// <summary>
    /// Nobody has answered: what the last one said is told, or why it said nothing. Its very words pass where it was the only one, or where
    /// they are about limits, which clients read for themselves.
    /// </summary>
    private async ValueTask TellAsync(Exchange exchange, AttemptResult result, CancellationToken cancellation)
    {
        var isItsWord = exchange is { Translated: null, Embeddings: null } && (exchange.Failed.IsEmpty || result.Outcome == AttemptOutcome.RateLimited);
        if (result.Refusal is { } refusal && isItsWord)
        {
            await UpstreamRefusal.PassAsync(exchange, refusal.Response, refusal.Body, settlement, client, cancellation);
            return;
        }

        await client.FailAsync(exchange, result.Error!, cancellation, result.Refusal is { } told ? client.Limits(exchange, told.Response) : null);
    }

    private static AttemptOutcome Stopped(Exchange exchange) =>
        exchange.Watched.Reason is StopCause.ClientLeft or StopCause.ClientStalled ? AttemptOutcome.ClientLeft : AttemptOutcome.Stopped;

    private static bool IsUpstreams(Exception failure) =>
        failure is not (BadHttpRequestException or UsageJournalException) and (HttpRequestException or IOException or OperationCanceledException or InvalidDataException or SigningException);
}
