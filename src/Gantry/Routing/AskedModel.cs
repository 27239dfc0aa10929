namespace Gantry.Routing;

/// <summary>Which model a request is about, once names are mapped.</summary>
/// <param name="Name">As groups know it: an id, an alias or a virtual model; the client's own word where no group knows it.</param>
/// <param name="Upstream">The one upstream that is asked for; null for any.</param>
/// <param name="Scenario">The route of the key that has chosen it; null for none.</param>
internal readonly record struct AskedModel(string Name, string? Upstream = null, RouteScenario? Scenario = null);
