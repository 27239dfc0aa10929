namespace Gantry.Routing.Health;

/// <summary>An attempt under way; ended once.</summary>
/// <param name="Target">Who is asked.</param>
/// <param name="IsProbe">It is the one that is let through to see.</param>
/// <param name="StartedTicks">Monotonic.</param>
internal readonly record struct HealthTicket(RouteTarget Target, bool IsProbe, long StartedTicks)
{
    /// <summary>Its place among all attempts at the upstream; 1 for the first.</summary>
    public long Number { get; init; }
}
