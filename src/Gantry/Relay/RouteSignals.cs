using Gantry.Routing;

namespace Gantry.Relay;

/// <summary>What of a request the choice of an upstream depends on.</summary>
internal static class RouteSignals
{
    private const string AgentHeader = "x-claude-code-agent-id";

    public static RouteRequest Of(Exchange exchange) =>
        With(
            new RouteRequest(exchange.Key!, exchange.Model!, exchange.Route.Route.Protocol, exchange.Route.Route.Operation)
            {
                Body = exchange.Facts is null ? default : exchange.Body!.Bytes,
            },
            exchange.Http.Request.Headers);

    /// <summary>Adds what the headers say.</summary>
    public static RouteRequest With(RouteRequest request, IHeaderDictionary headers)
    {
        var (session, subagent) = (SessionHeaders.Signal(headers), headers.ContainsKey(AgentHeader));
        return session is null && !subagent ? request : request with { Session = session, IsSubagent = subagent };
    }
}
