using Gantry.Protocols.Hub;

namespace Gantry.Relay.Replays;

/// <summary>What a retry is told that cannot get the first one's answer.</summary>
internal static class ReplayErrors
{
    public static readonly GatewayError OtherRequest = Conflict(
        "This key was used for another request: endpoint, headers or body differ. Take a new key for a new request.", "idempotency_key_reused");

    public static readonly GatewayError NotKept = Conflict(
        "The request under this key was answered and charged, and its answer cannot be given again: it is too large to be kept, or was lost. Take a new key to ask again.",
        "idempotency_result_not_kept");

    public static readonly GatewayError Cancelled = Conflict(
        "The request under this key was cancelled before it was done. The key is free again: try again.", "idempotency_request_cancelled");

    /// <summary>Whether the same request may be sent again: SDKs retry every 409 unless they are told.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Headers(GatewayError error) =>
        [new("x-should-retry", ReferenceEquals(error, Cancelled) ? "true" : "false")];

    private static GatewayError Conflict(string message, string code) => new(ErrorKind.Conflict, ErrorOrigin.Client, message) { Param = ReplayKey.Header, Code = code };
}
