using System.Collections.Immutable;

namespace Gantry.Billing.Traffic;

/// <summary>How one model of a group did in a time.</summary>
/// <param name="At">When it begins.</param>
/// <param name="Group">The group's name.</param>
/// <param name="Model">The public model id.</param>
/// <param name="Completed">Requests that were answered.</param>
/// <param name="Faults">Requests that failed or broke off by a fault of the gateway or of who is behind it.</param>
/// <param name="FirstContent">How many streamed answers began after about how long, by <see cref="PaceBuckets"/>.</param>
internal sealed record ModelPulse(DateTimeOffset At, string Group, string Model, long Completed, long Faults, ImmutableDictionary<int, long> FirstContent);
