using Gantry.Billing;

namespace Gantry.Routing.Health;

/// <summary>What of all that concerns a target decides: a rest before a probe, the longest rest before shorter ones.</summary>
/// <param name="State">As people are told.</param>
/// <param name="Cause">What decides.</param>
/// <param name="Reason">Says nothing where <paramref name="Cause"/> is none.</param>
/// <param name="Until">End of the rest, past where a probe is due.</param>
/// <param name="IsProbed">One of the circuits that are to be probed is.</param>
internal readonly record struct TargetStand(HealthState State, HealthCause Cause, AttemptOutcome Reason, TimeSpan Until, bool IsProbed)
{
    /// <summary>Adds what a circuit says.</summary>
    public TargetStand With(HealthCause cause, Circuit? circuit, TimeSpan now)
    {
        if (circuit is not { IsOpen: true })
        {
            return this;
        }

        if (circuit.Rests(now))
        {
            return Resting(cause, circuit.Reason, circuit.Until);
        }

        var isProbed = IsProbed || circuit.IsProbed(now);
        return State == HealthState.Healthy || (State == HealthState.Probing && circuit.Until > Until)
            ? new TargetStand(HealthState.Probing, cause, circuit.Reason, circuit.Until, isProbed)
            : this with { IsProbed = isProbed };
    }

    /// <summary>Adds a rest.</summary>
    public TargetStand Resting(HealthCause cause, AttemptOutcome reason, TimeSpan until) =>
        State == HealthState.Cooling && Until >= until ? this : new TargetStand(HealthState.Cooling, cause, reason, until, IsProbed);

    public HealthView View(RouteTarget target, TargetHealth? kept, bool hostFailedLast, TimeSpan now, DateTimeOffset clock) => new()
    {
        Target = target,
        State = State,
        Cause = Cause,
        Reason = Cause == HealthCause.None ? null : Reason,
        NextProbe = State is HealthState.Cooling or HealthState.Out ? clock + (Until - now) : null,
        InFlight = kept?.InFlight ?? 0,
        IsProbed = IsProbed,
        FailedLast = hostFailedLast || kept is { FailedLast: true },
    };
}
