namespace Gantry.Observe;

/// <summary>Every name that telemetry uses; no other file spells one.</summary>
internal static class TelemetryNames
{
    /// <summary>The meter and the activity source.</summary>
    public const string Source = "Gantry";

    public const string Requests = "gantry.requests";
    public const string RunningExchanges = "gantry.exchanges.running";
    public const string RequestDuration = "gantry.request.duration";
    public const string FirstContent = "gantry.request.first_content";

    /// <summary>Targets, upstreams and credentials that went out of use or came back.</summary>
    public const string HealthChanges = "gantry.health.changes";

    /// <summary>Requests of the gateway's own.</summary>
    public const string Probes = "gantry.probes";

    /// <summary>Requests that were to be kept for the owner of their key.</summary>
    public const string Captures = "gantry.captures";

    public const string Protocol = "gantry.protocol";
    public const string Operation = "gantry.operation";
    public const string Outcome = "gantry.outcome";
    public const string Upstream = "gantry.upstream";
    public const string Cause = "gantry.health.cause";
    public const string State = "gantry.health.state";
    public const string Status = "http.response.status_code";
}
