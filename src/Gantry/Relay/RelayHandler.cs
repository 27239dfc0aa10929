using Gantry.Access;
using Gantry.Billing;
using Gantry.Observe;
using Gantry.Protocols;
using Gantry.Protocols.Hub;
using Gantry.Providers;
using Gantry.Relay.Paths;
using Gantry.Routing;
using Gantry.Snapshot;

namespace Gantry.Relay;

/// <summary>The story of a request. The numbers are those of ARCHITECTURE.md; step 1 is <see cref="RelayRoutes"/>.</summary>
internal sealed class RelayHandler(
    SnapshotHolder snapshots,
    AccessCheck access,
    RoutePlanner planner,
    RequestLimits rates,
    StoredResponses stored,
    StoredAnswers kept,
    Attempts attempts,
    TokenCounting counting,
    TokenLearning learning,
    ClientResponse client,
    Settlement settlement,
    IdempotentRequests retries,
    Capturing capturing,
    Intake intake,
    BodyBudget bodies,
    ExchangeWatch watch,
    RelayLimits limits,
    GatewayTraces traces,
    TimeProvider time,
    ILogger<RelayHandler> logger)
{
    public async Task HandleAsync(HttpContext http, RouteMatch route, string requestId)
    {
        // 2. One snapshot from here to the end.
        var watched = watch.Begin(http.RequestAborted);
        var exchange = new Exchange
        {
            Http = http,
            Snapshot = snapshots.Current,
            Route = route,
            RequestId = requestId,
            StartedAt = time.GetUtcNow(),
            StartedTicks = time.GetTimestamp(),
            Watched = watched,
        };
        exchange.Span = RequestSpans.Begin(traces, exchange);
        // Before key and body: turning away must cost less than serving.
        var refused = intake.Enter();
        try
        {
            if (refused is null) await ServeAsync(exchange, watched.Token);
            else await client.FailAsync(exchange, refused, watched.Token);
        }
        catch (ProtocolException unsayable)
        {
            await FailAsync(exchange, new GatewayError(ErrorKind.InvalidRequest, ErrorOrigin.Client, unsayable.Message) { Param = unsayable.Path.Length > 0 ? unsayable.Path : null });
        }
        catch (Exception failure) when (failure is OperationCanceledException or IOException or HttpRequestException or InvalidDataException or SigningException)
        {
            await ExplainAsync(exchange, failure);
        }
        catch (Exception failure)
        {
            RequestLog.Internal(logger, requestId, failure);
            await FailAsync(exchange, new GatewayError(ErrorKind.Internal, ErrorOrigin.Gateway, "The gateway failed. Give its administrator the request id."));
        }
        finally
        {
            // 11. Whatever happened: exactly one record.
            try
            {
                await settlement.SettleAsync(exchange, http.RequestAborted.IsCancellationRequested ? UsageOutcome.ClientLeft : exchange.Outcome);
            }
            finally
            {
                // Settled or not, nothing stays taken.
                exchange.Limits?.End(0);
            }

            if (exchange.Stream is { } stream)
            {
                await stream.DisposeAsync();
            }

            ArrivalGate.Note(exchange);
            retries.End(exchange);
            capturing.End(exchange);
            await CostHeaders.EndAsync(exchange, limits.WriteStall, time);
            learning.Learn(exchange);
            exchange.Body?.Dispose();
            if (http.Features.Get<SocketTurn>() is { } turn)
            {
                turn.IsTranslated = exchange.Translated is not null;
            }

            if (refused is null) intake.Leave();
            watch.End(watched);
            RequestSpans.End(exchange, time);
        }
    }

    private async Task ServeAsync(Exchange exchange, CancellationToken cancellation)
    {
        // 3. Who asks?
        var decision = access.Identify(exchange.Snapshot, exchange.Http.Request);
        if (decision.Refusal is { } refused)
        {
            await client.FailAsync(exchange, refused, cancellation);
            return;
        }

        exchange.Key = decision.Key;
        if (!AccessCheck.MayUse(decision.Key!, exchange.Route.Route.Operation))
        {
            await client.FailAsync(exchange, OperationForbidden, cancellation);
            return;
        }

        // 4. The whole body, before anything is sent: an unread upload hides a client that leaves.
        if (await RequestReading.ReadAsync(exchange, bodies, cancellation) is { } unreadable)
        {
            await client.FailAsync(exchange, unreadable, cancellation);
            return;
        }

        capturing.Begin(exchange);

        // A retry of what runs, or has run already?
        if (await retries.TryServeAsync(exchange, cancellation))
        {
            return;
        }

        // 5. Who can serve it?
        if (exchange.Route.Id is { } ours && await kept.TryServeAsync(exchange, ours, cancellation))
        {
            return;
        }

        exchange.Plan = exchange.Route.Id is { } id
            ? stored.Plan(exchange.Snapshot, exchange.Key!, id)
            : planner.Plan(RouteSignals.Of(exchange));
        if (exchange.Plan.Refusal is { } unroutable)
        {
            await client.FailAsync(exchange, unroutable, cancellation);
            return;
        }

        // 6. Does it stay within what may be asked for? It holds no money while it waits for its turn.
        if (await rates.AdmitAsync(exchange, cancellation) is { } tooMuch)
        {
            await client.FailAsync(exchange, tooMuch, cancellation);
            return;
        }

        // 7 to 10 of a count: one upstream is asked, and where it has none the gateway estimates.
        if (exchange.Route.Route.Operation == Operation.CountTokens)
        {
            await counting.ServeAsync(exchange, exchange.Plan.Candidates[0], cancellation);
            return;
        }

        // 6 to 10.
        await attempts.RunAsync(exchange, cancellation);
    }

    private async ValueTask ExplainAsync(Exchange exchange, Exception failure)
    {
        var reason = exchange.Watched.Reason;
        if (reason is StopCause.ClientLeft or StopCause.ClientStalled || exchange.Http.RequestAborted.IsCancellationRequested || IsUploadBroken(exchange, failure))
        {
            exchange.Error ??= Failures.Stopped(StopCause.ClientLeft);
            exchange.Status = exchange.Status == 0 ? StatusCodes.Status499ClientClosedRequest : exchange.Status;
            await settlement.SettleAsync(exchange, UsageOutcome.ClientLeft);
            exchange.CutOff();
            return;
        }

        var upstream = exchange.Attempt?.Deployment.Upstream.Name;
        if (upstream is not null && reason is StopCause.None && failure is not UsageJournalException)
        {
            RequestLog.UpstreamFailed(logger, exchange.RequestId, upstream, failure is SigningException ? failure.Message : failure.GetType().Name);
        }

        await FailAsync(exchange, failure switch
        {
            UsageJournalException => Intake.CannotRecord,
            _ when reason is not StopCause.None => Failures.Stopped(reason),
            BadHttpRequestException bad => new GatewayError(ErrorKind.InvalidRequest, ErrorOrigin.Client, $"The request could not be read: {bad.Message}"),
            _ => Failures.Of(failure),
        });
    }

    private async ValueTask FailAsync(Exchange exchange, GatewayError error)
    {
        if (exchange.Http.Response.HasStarted && exchange.Stream is null or { Written: > 0 })
        {
            exchange.Error ??= error;
            // Before the cut: behind it, it would seem to be the client who left.
            await settlement.SettleAsync(exchange, UsageOutcome.Interrupted);
            exchange.CutOff();
            return;
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5), time);
        await client.FailAsync(exchange, error, patience.Token);
    }

    /// <summary>The connection broke under the client's own body; the server tells the rest of the exchange a moment later.</summary>
    private static bool IsUploadBroken(Exchange exchange, Exception failure) =>
        exchange.Attempt is null && failure is IOException and not (BadHttpRequestException or UsageJournalException);

    private static readonly GatewayError OperationForbidden =
        new(ErrorKind.Forbidden, ErrorOrigin.Client, "This API key may not use this endpoint.") { Code = "operation_not_allowed" };
}
