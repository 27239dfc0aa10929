using Gantry.Billing;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Metering;
using Gantry.Relay.Replays;

namespace Gantry.Relay;

/// <summary>
/// Requests under an <c>Idempotency-Key</c>: the first one runs, its retries get the very bytes that it got, read along while it still runs,
/// and cost nothing.
/// </summary>
internal sealed class IdempotentRequests(ReplayDesk desk, ClientResponse client, Settlement settlement, RelayLimits limits)
{
    /// <summary>Stands on every answer that was made for another request.</summary>
    public const string ReplayHeader = "x-gantry-idempotent-replay";

    /// <summary>Names that request.</summary>
    public const string OriginalHeader = "x-gantry-original-request-id";

    private const int ReadSize = 16 * 1024;

    /// <summary>Serves a retry, or gives the key to the request. Called once its body is there.</summary>
    /// <returns>False where the request has to run; <see cref="End"/> is to be called then.</returns>
    public async ValueTask<bool> TryServeAsync(Exchange exchange, CancellationToken cancellation)
    {
        // Turns on a WebSocket share the headers of its opening.
        if (!exchange.Route.Route.Metered || exchange.Facts is null || exchange.Http.Features.Get<SocketTurn>() is not null)
        {
            return false;
        }

        var request = exchange.Http.Request;
        var (key, unusable) = ReplayKey.Read(request.Headers);
        if (unusable is not null)
        {
            await client.FailAsync(exchange, unusable, cancellation);
            return true;
        }

        if (key is null)
        {
            return false;
        }

        var claim = desk.Claim(exchange.Key!.TenantId, key, RequestPrint.Of(exchange.Route, request, exchange.Body!.Bytes.Span), exchange.RequestId);
        switch (claim.Kind)
        {
            case ReplayClaimKind.First:
                exchange.Tee = claim.Running;
                exchange.Watched.DrainFor(limits.Replays.Linger);
                claim.Running!.WatchReaders(exchange.Watched.NoteReaders);
                return false;
            case ReplayClaimKind.Joins:
                using (claim.Reader)
                {
                    await JoinAsync(exchange, claim.Reader!, cancellation);
                }

                return true;
            case ReplayClaimKind.Repeats:
                await RepeatAsync(exchange, await desk.OpenAsync(claim.Entry!, cancellation), cancellation);
                return true;
            default:
                await RefuseAsync(exchange, claim.Kind == ReplayClaimKind.OtherRequest ? ReplayErrors.OtherRequest : ReplayErrors.NotKept, cancellation);
                return true;
        }
    }

    /// <summary>The request is settled: keeps its answer, or frees the key. Called on every way out; does nothing without a key.</summary>
    public void End(Exchange exchange)
    {
        if (exchange.Tee is RunningReplay running
            && desk.End(running, exchange.CameWhole, exchange.Paid is { } paid ? CostHeaders.Paid(paid) : null))
        {
            // Behind the last byte, so that no client waits for a file.
            exchange.Http.Response.OnCompleted(() => desk.KeepAsync(running));
        }
    }

    private async Task RepeatAsync(Exchange exchange, ReplayAnswer? answer, CancellationToken cancellation)
    {
        if (answer is null)
        {
            await RefuseAsync(exchange, ReplayErrors.NotKept, cancellation);
            return;
        }

        Begin(exchange, answer.Head, answer.RequestId);
        if (answer.Head.Find(CostHeaders.Cost) is null && answer.CostNanos is { } nanos)
        {
            CostHeaders.Tell(exchange, nanos);
        }

        exchange.Http.Response.ContentLength = exchange.Streamed ? null : answer.Body.Length;
        exchange.ResponseBytes = answer.Body.Length;
        await settlement.SettleAsync(exchange, UsageOutcome.Completed);
        await using var stream = new ClientStream(exchange);
        await stream.WriteAsync(answer.Body, cancellation);
    }

    private async Task JoinAsync(Exchange exchange, ReplayReader reader, CancellationToken cancellation)
    {
        var running = reader.Running;
        if (await reader.BeginAsync(cancellation) is not { } head || running.End is ReplayEnd.TooLarge)
        {
            await RefuseAsync(exchange, Reason(running), cancellation);
            return;
        }

        Begin(exchange, head, running.RequestId);
        exchange.Http.Response.ContentLength = head.Length;
        exchange.Joins = true;
        CostHeaders.Announce(exchange);
        var framing = Framing(exchange);
        await using var stream = new ClientStream(exchange);
        if (ClientResponse.KeepAlive(exchange, framing) is { IsEmpty: false } keepAlive)
        {
            exchange.Watched.KeepAlive = () => stream.KeepAliveAsync(keepAlive);
        }

        try
        {
            await PassAsync(reader, stream, cancellation);
        }
        catch (OperationCanceledException) when (exchange.Watched.Reason is not (StopCause.None or StopCause.ClientLeft or StopCause.ClientStalled))
        {
            await client.BreakOffAsync(exchange, stream, framing, Failures.Stopped(exchange.Watched.Reason));
            return;
        }

        if (running.End is ReplayEnd.Cut or ReplayEnd.TooLarge)
        {
            await client.BreakOffAsync(exchange, stream, framing, Reason(running));
            return;
        }

        await stream.SilenceAsync();
        if (head.Find(CostHeaders.Cost) is null)
        {
            exchange.PaidElsewhere = running.CostNanos;
        }

        exchange.ResponseBytes = stream.Written;
        await settlement.SettleAsync(exchange, running.End == ReplayEnd.Complete ? UsageOutcome.Completed : UsageOutcome.Interrupted);
    }

    private static async Task PassAsync(ReplayReader reader, ClientStream stream, CancellationToken cancellation)
    {
        using var rented = new PooledBytes(ReadSize);
        var buffer = rented.Free(ReadSize);
        int read;
        while ((read = await reader.ReadAsync(buffer, cancellation)) > 0)
        {
            await stream.WriteAsync(buffer[..read], cancellation);
        }
    }

    private static void Begin(Exchange exchange, ReplayHead head, string original)
    {
        var response = exchange.Http.Response;
        exchange.Status = response.StatusCode = head.Status;
        foreach (var (name, value) in head.Headers)
        {
            response.Headers.Append(name, value);
        }

        response.Headers[ReplayHeader] = "true";
        response.Headers[OriginalHeader] = original;
    }

    private async ValueTask RefuseAsync(Exchange exchange, GatewayError error, CancellationToken cancellation) =>
        await client.FailAsync(exchange, error, cancellation, ReplayErrors.Headers(error));

    private static GatewayError Reason(RunningReplay running) => running.End == ReplayEnd.TooLarge ? ReplayErrors.NotKept : ReplayErrors.Cancelled;

    private static ResponseFraming Framing(Exchange exchange)
    {
        var type = exchange.Http.Response.ContentType ?? "";
        return type.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase) ? ResponseFraming.Sse
            : type.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) && exchange.Route.IsGeminiStream ? ResponseFraming.JsonArray
            : ResponseFraming.Opaque;
    }
}
