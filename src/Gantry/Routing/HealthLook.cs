using Gantry.Routing.Health;

namespace Gantry.Routing;

/// <summary>Where a target stands now: <see cref="HealthBoard.Look"/>.</summary>
internal delegate HealthView HealthLook(RouteTarget target);
