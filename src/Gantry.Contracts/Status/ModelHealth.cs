namespace Gantry.Contracts.Status;

/// <summary>How a model of a group does.</summary>
/// <param name="Id">The public model id.</param>
/// <param name="State">Of the last hour.</param>
/// <param name="LastHour">The last sixty minutes; of a busy gateway its latest requests.</param>
/// <param name="LastDay">The last 24 hours of UTC, the one that runs included.</param>
/// <param name="Hours">Each of them, the oldest first.</param>
public sealed record ModelHealth(string Id, HealthState State, HealthSpan LastHour, HealthSpan LastDay, IReadOnlyList<HealthHour> Hours);
