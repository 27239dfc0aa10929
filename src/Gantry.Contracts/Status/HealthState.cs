namespace Gantry.Contracts.Status;

/// <summary>How something does.</summary>
public enum HealthState
{
    /// <summary>Nobody has asked.</summary>
    NoTraffic,

    /// <summary>At least 95 of a hundred requests are answered.</summary>
    Operational,

    /// <summary>Fewer are.</summary>
    Degraded,

    /// <summary>Less than half of three requests or more are answered.</summary>
    Down,
}
