namespace Gantry.Observe;

/// <summary>The log lines about what goes out of use and comes back. Names, ids and counts; never a secret or an address.</summary>
internal static partial class HealthLog
{
    [LoggerMessage(20, LogLevel.Warning, "{Upstream} {Model} with credential {Credential}: {Cause} is {State} for {Seconds} s after {Reason}")]
    public static partial void WentOut(ILogger logger, string upstream, string model, Guid credential, Enum cause, Enum state, Enum reason, double seconds);

    [LoggerMessage(21, LogLevel.Information, "{Upstream} {Model} with credential {Credential}: {Cause} is in use again")]
    public static partial void CameBack(ILogger logger, string upstream, string model, Guid credential, Enum cause);

    [LoggerMessage(22, LogLevel.Information, "Probe of {Upstream} {Model} with credential {Credential}: {Outcome} in {Milliseconds} ms; the gateway asked by itself, no client pays")]
    public static partial void Probed(ILogger logger, string upstream, string model, Guid credential, Enum outcome, long milliseconds);

    [LoggerMessage(23, LogLevel.Error, "Probe of {Upstream} failed inside the gateway")]
    public static partial void ProbeBroke(ILogger logger, string upstream, Exception failure);
}
