using Gantry.Access;
using Gantry.Protocols;
using Gantry.Relay.Paths;

namespace Gantry.Tests.Edge;

/// <summary>Paths of endpoints as a client asks for them.</summary>
internal static class Paths
{
    public static string Of(RelayRoute route, string id = "m") =>
        (route.Protocol == Protocol.Gemini ? "/v1beta" : "/v1") + route.Pattern.Replace("{model}", id, StringComparison.Ordinal).Replace("{id}", id, StringComparison.Ordinal);

    public static string Of(DeclaredEndpoint endpoint, string id = "m") => endpoint.Path.Replace("{id}", id, StringComparison.Ordinal);

    /// <summary>Every endpoint: its method and path.</summary>
    public static IEnumerable<(string Method, string Path)> All(string id = "m") =>
        RelayRoutes.All.Select(route => (route.Method, Of(route, id))).Concat(DeclaredEndpoints.All.Select(endpoint => (endpoint.Method, Of(endpoint, id))));
}
