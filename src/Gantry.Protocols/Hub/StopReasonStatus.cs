namespace Gantry.Protocols.Hub;

/// <summary>How Responses tells why an answer ended: there is no single word for it.</summary>
/// <param name="Status"><c>completed</c>, <c>incomplete</c> or <c>failed</c>.</param>
/// <param name="IncompleteReason">With <c>incomplete</c>: <c>incomplete_details.reason</c>.</param>
/// <param name="ErrorCode">With <c>failed</c>: <c>error.code</c>.</param>
public readonly record struct StopReasonStatus(string Status, string? IncompleteReason = null, string? ErrorCode = null);
