using Gantry.Billing;

namespace Gantry.Routing.Health;

/// <summary>Where a target stands at one moment.</summary>
internal readonly record struct HealthView
{
    public required RouteTarget Target { get; init; }

    public required HealthState State { get; init; }

    /// <summary>What of it is out of use: a breaker, a limit or the credential.</summary>
    public HealthCause Cause { get; init; }

    /// <summary>The failure that took it out of use; null where none did.</summary>
    public AttemptOutcome? Reason { get; init; }

    /// <summary>When it may be asked again; null where it may be now, or nobody knows.</summary>
    public DateTimeOffset? NextProbe { get; init; }

    /// <summary>Attempts under way.</summary>
    public int InFlight { get; init; }

    /// <summary>The one that may be let through to see is under way.</summary>
    public bool IsProbed { get; init; }

    /// <summary>The last attempt that told anything of the target, or of connecting to its upstream, failed. False: trying it next costs no retry budget.</summary>
    public bool FailedLast { get; init; }

    /// <summary>A request may be sent there now.</summary>
    public bool Admits => State == HealthState.Healthy || (State == HealthState.Probing && !IsProbed);
}
