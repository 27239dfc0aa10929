using Gantry.Routing.Health;

namespace Gantry.Routing;

/// <summary>Who served a session last: there its prompt is cached.</summary>
/// <param name="Group">The group's name.</param>
/// <param name="Target">The upstream, its credential and its model.</param>
internal readonly record struct SessionHome(string Group, RouteTarget Target);
