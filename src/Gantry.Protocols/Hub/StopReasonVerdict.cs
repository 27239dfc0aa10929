namespace Gantry.Protocols.Hub;

/// <summary>What to tell the client of the end of an answer.</summary>
/// <param name="Reason">The reason to write.</param>
/// <param name="FailureCode">Not null: the answer failed and has to end as an error of kind <see cref="ErrorKind.BadUpstream"/> with this code
/// (a true status before any content, in band behind it), never as a finish.</param>
public readonly record struct StopReasonVerdict(StopReason Reason, string? FailureCode = null)
{
    /// <summary>The answer has to end as an error.</summary>
    public bool Failed => FailureCode is not null;
}
