using Gantry.Protocols;
using Gantry.Protocols.Signals;

namespace Gantry.Routing;

/// <summary>Chooses a route of the key by what a request is for, in the order that claude-code-router's users know.</summary>
internal static class ScenarioChoice
{
    /// <returns>The model of the route; null where the client's own choice stands.</returns>
    public static (RouteScenario Scenario, string Model)? Of(RouteRequest request, ref RequestSignals? signals)
    {
        if (request.Key.Routes is not { } routes || request.Protocol != Protocol.Messages || request.Operation is not (Operation.Chat or Operation.CountTokens))
            return null;

        // Who names an upstream has chosen.
        if (request.Model.Contains(',', StringComparison.Ordinal)) return null;
        if (routes.LongContext is { } longer && PromptWeight.IsAbove(request.Body.Span, routes.LongContextAbove)) return (RouteScenario.LongContext, longer);
        if (routes.Image is { } image && PictureSignal.IsIn(request.Body.Span)) return (RouteScenario.Image, image);
        if (routes.Subagent is { } subagent && request.IsSubagent) return (RouteScenario.Subagent, subagent);
        if (routes.Background is { } background && IsSmallest(request.Model)) return (RouteScenario.Background, background);
        if (routes.WebSearch is { } search && Signals(request, ref signals).SearchesWeb) return (RouteScenario.WebSearch, search);
        if (routes.Think is { } think && Signals(request, ref signals).Thinks) return (RouteScenario.Think, think);
        return routes.Default is { } usual ? (RouteScenario.Default, usual) : null;
    }

    private static bool IsSmallest(string model) => model.Contains("haiku", StringComparison.OrdinalIgnoreCase);

    private static RequestSignals Signals(RouteRequest request, ref RequestSignals? signals) => signals ??= RequestSignals.Read(request.Body.Span);
}
