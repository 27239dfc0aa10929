namespace Gantry.Contracts.Manage.Simulators;

/// <summary>The faults that can be had.</summary>
public static class FaultNames
{
    /// <summary>In the order in which people meet them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "rate_limited", "overloaded", "unavailable", "server_error", "refused_credential", "reset", "cut", "stall", "slow", "late", "error_in_stream", "html", "bad_json", "empty", "no_usage",
    ];

    /// <summary>Those that may say when to come again.</summary>
    public static IReadOnlyList<string> WithRetryAfter { get; } = ["rate_limited", "overloaded", "unavailable"];
}
