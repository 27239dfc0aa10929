using Gantry.Routing;

namespace Gantry.Relay;

/// <summary>What of a request the choice of an upstream depends on.</summary>
internal static class RouteSignals
{
    public static RouteRequest Of(Exchange exchange) => new(exchange.Key!, exchange.Model!, exchange.Route.Route.Protocol, exchange.Route.Route.Operation)
    {
        Session = SessionHeaders.Find(exchange.Http.Request.Headers),
        Body = exchange.Facts is null ? default : exchange.Body!.Bytes,
    };
}
