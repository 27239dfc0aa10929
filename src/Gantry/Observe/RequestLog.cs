namespace Gantry.Observe;

/// <summary>The log lines of the request path. Arguments are ids, names and counts; never a body, a key or an address with its query.</summary>
internal static partial class RequestLog
{
    [LoggerMessage(1, LogLevel.Debug, "{RequestId} {Protocol} {Operation} {Model} through {Upstream}: {Status} {Outcome} in {Milliseconds} ms")]
    public static partial void Finished(
        ILogger logger, string requestId, string protocol, string operation, string? model, string? upstream, int status, string outcome, long milliseconds);

    [LoggerMessage(2, LogLevel.Warning, "{RequestId} upstream {Upstream} failed: {Failure}")]
    public static partial void UpstreamFailed(ILogger logger, string requestId, string upstream, string failure);

    [LoggerMessage(3, LogLevel.Error, "{RequestId} upstream {Upstream} refused credential {Credential} with status {Status}")]
    public static partial void CredentialRefused(ILogger logger, string requestId, string upstream, Guid credential, int status);

    [LoggerMessage(4, LogLevel.Error, "{RequestId} failed inside the gateway")]
    public static partial void Internal(ILogger logger, string requestId, Exception failure);

    [LoggerMessage(5, LogLevel.Critical, "{RequestId} could not be written to the usage journal")]
    public static partial void JournalFailed(ILogger logger, string requestId, Exception failure);

    [LoggerMessage(6, LogLevel.Error, "{RequestId} found no ledger to set money aside in")]
    public static partial void LedgerFailed(ILogger logger, string requestId, Exception failure);
}
