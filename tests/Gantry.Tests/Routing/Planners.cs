using Gantry.Routing;
using Gantry.Routing.Health;

namespace Gantry.Tests.Routing;

/// <summary>Planners with what they look at.</summary>
internal static class Planners
{
    public static RoutePlanner New(TimeProvider? time = null, HealthBoard? health = null, Affinity? affinity = null)
    {
        time ??= new FakeTime();
        return new RoutePlanner(new Turns(), health ?? new HealthBoard(time), affinity ?? new Affinity(time), time);
    }
}
