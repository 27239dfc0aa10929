using Gantry.Protocols;
using Gantry.Protocols.Hub;
using Gantry.Relay.Paths;
using Gantry.Snapshot;

namespace Gantry.Relay;

/// <summary>Step 1: from a URL to an endpoint of <see cref="RelayRoutes"/>, and to the handler of its operation. Nothing else.</summary>
internal sealed class RelayEndpoints(SnapshotHolder snapshots, RelayHandler relay, ModelsHandler models, ResponsesSockets sockets, Intake intake, TimeProvider time)
{
    /// <summary>Names the base URL that the client should use.</summary>
    public const string HealedHeader = "x-gantry-healed";

    /// <summary>Middleware: serves what is a client endpoint, hands on what is not.</summary>
    public Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        var settings = snapshots.Current.Settings;
        var requestId = RequestIds.Next(time);
        var headers = http.Response.Headers;
        headers[RequestIds.Header] = requestId;
        var match = RelayRoutes.Match(http.Request.Method, http.Request.Path.Value ?? "", settings.PathBase);
        if (match is not { } route)
        {
            return next(http);
        }

        if (route.HealedBase is { } healed)
        {
            headers[HealedHeader] = $"use base URL {PublicAddress.Of(settings, http.Request)}{healed}";
        }

        if (!route.MethodAllowed)
        {
            headers.Allow = route.Allow;
            return ModelsHandler.WriteErrorAsync(http, route.Route.Protocol, WrongMethod(route) with { RequestId = requestId });
        }

        // What costs next to nothing is refused last. Of all others the handler decides.
        if ((route.Route.Operation == Operation.Models || route.Route.Upgrade) && intake.OnlyRunning)
        {
            return ModelsHandler.WriteErrorAsync(http, route.Route.Protocol, Intake.NoMemory with { RequestId = requestId });
        }

        if (route.Route.Upgrade && http.WebSockets.IsWebSocketRequest)
        {
            return sockets.HandleAsync(http, requestId);
        }

        if (route.Route.Upgrade)
        {
            // 426 and nothing else: Codex then falls back to plain HTTP at once, where another status costs it seconds or is fatal.
            // The server closes after any Connection header without keep-alive: unless that is said, the client's next request on it is lost.
            headers.Connection = "Upgrade, close";
            headers.Upgrade = "websocket";
            return ModelsHandler.WriteErrorAsync(http, route.Route.Protocol, NoWebSocket with { RequestId = requestId });
        }

        if (route.Route is { Operation: Operation.Embeddings, Protocol: Protocol.Chat } && http.Request.Headers.ContainsKey("anthropic-version")
            && http.Request.Headers.ContainsKey("x-api-key"))
        {
            // A client of Anthropic's reads its errors in that shape alone, and there are no embeddings in its protocol.
            return ModelsHandler.WriteErrorAsync(http, Protocol.Messages, NoEmbeddings with { RequestId = requestId });
        }

        return route.Route.Operation == Operation.Models
            ? models.HandleAsync(http, route, requestId)
            : relay.HandleAsync(http, route, requestId);
    }

    private static GatewayError WrongMethod(RouteMatch route) =>
        new(ErrorKind.MethodNotAllowed, ErrorOrigin.Client, $"This endpoint takes {route.Allow}.");

    private static readonly GatewayError NoEmbeddings =
        new(ErrorKind.NotFound, ErrorOrigin.Client, "Anthropic's protocol has no embeddings. Use a client of OpenAI's or Google's protocol.");

    private static readonly GatewayError NoWebSocket =
        new(ErrorKind.UpgradeRequired, ErrorOrigin.Gateway, "This address is a WebSocket. Open it as one, or use POST /v1/responses.");
}
