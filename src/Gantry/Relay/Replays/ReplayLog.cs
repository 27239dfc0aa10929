namespace Gantry.Relay.Replays;

/// <summary>What is said about answers that are kept: ids, never keys or content.</summary>
internal static partial class ReplayLog
{
    [LoggerMessage(1, LogLevel.Error, "{RequestId} could not be kept for retries under its key")]
    public static partial void NotWritten(ILogger logger, string requestId, Exception failure);
}
