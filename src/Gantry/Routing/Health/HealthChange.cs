using Gantry.Billing;

namespace Gantry.Routing.Health;

/// <summary>Something went out of use or came back.</summary>
/// <param name="Target">Of what; of a credential or an upstream, the target that told.</param>
/// <param name="Cause">What of it: never <see cref="HealthCause.None"/>.</param>
/// <param name="State">Healthy, cooling or out.</param>
/// <param name="Reason">The outcome that told.</param>
/// <param name="For">For how long; null where it came back.</param>
internal readonly record struct HealthChange(RouteTarget Target, HealthCause Cause, HealthState State, AttemptOutcome Reason, TimeSpan? For);
