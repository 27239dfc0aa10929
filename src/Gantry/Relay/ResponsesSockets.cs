using Gantry.Access;
using Gantry.Protocols;
using Gantry.Protocols.Hub;
using Gantry.Relay.State;
using Gantry.Snapshot;

namespace Gantry.Relay;

/// <summary>Responses over a WebSocket: opens connections and hands each to a session of its own.</summary>
internal sealed class ResponsesSockets(
    RelayHandler relay,
    ArrivalGate arrivals,
    AccessCheck access,
    SnapshotHolder snapshots,
    ResponseStates states,
    StoredResponses stored,
    RelayLimits limits,
    IHostApplicationLifetime lifetime,
    TimeProvider time)
{
    public async Task HandleAsync(HttpContext http, string requestId)
    {
        var decision = access.Identify(snapshots.Current, http.Request);
        var refusal = decision.Refusal ?? (AccessCheck.MayUse(decision.Key!, Operation.Chat) ? null : Forbidden);
        if (refusal is not null)
        {
            await ModelsHandler.WriteErrorAsync(http, Protocol.Responses, refusal with { RequestId = requestId });
            return;
        }

        using var socket = await http.WebSockets.AcceptWebSocketAsync();
        var conversation = new SocketConversation(decision.Key!.TenantId, Guid.CreateVersion7(time.GetUtcNow()), states, stored);
        using var session = new SocketSession(http, socket, conversation, Exchange, limits, time, lifetime.ApplicationStopping);
        await session.RunAsync();

        // Each turn is an exchange as any other: its key is looked at anew, and the story is the same.
        async Task Exchange(HttpContext turn)
        {
            var id = RequestIds.Next(time);
            turn.Response.Headers[RequestIds.Header] = id;
            await arrivals.InvokeAsync(turn, _ => relay.HandleAsync(turn, SocketSession.Route, id));
        }
    }

    private static readonly GatewayError Forbidden =
        new(ErrorKind.Forbidden, ErrorOrigin.Client, "This API key may not use this endpoint.") { Code = "operation_not_allowed" };
}
