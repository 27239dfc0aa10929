using Gantry.Billing;
using Gantry.Protocols;

namespace Gantry.Relay;

/// <summary>Which failures another attempt may follow (reliability §4.1). Only ever asked while the client has no byte of content.</summary>
internal static class RetryRule
{
    /// <param name="outcome">How the attempt ended.</param>
    /// <param name="operation">What was asked.</param>
    /// <param name="unknowns">How many attempts of this request have ended so that nobody knows what the upstream has done, this one included.</param>
    public static bool Allows(AttemptOutcome outcome, Operation operation, int unknowns) => outcome switch
    {
        AttemptOutcome.Unsigned or AttemptOutcome.AddressRefused or AttemptOutcome.DnsFailed or AttemptOutcome.ConnectFailed or AttemptOutcome.TlsFailed
            or AttemptOutcome.ProxyFailed => true,
        AttemptOutcome.RateLimited or AttemptOutcome.CredentialRefused or AttemptOutcome.CredentialBroke or AttemptOutcome.Overloaded => true,

        // What may have been done is done once more for words, where the worst is a second bill of the upstream; never for what is dear.
        _ when IsUnknown(outcome) => !IsPaidMedia(operation) && unknowns <= 1,
        AttemptOutcome.UpstreamFailed or AttemptOutcome.BadAnswer or AttemptOutcome.ErrorBeforeContent or AttemptOutcome.SilentBeforeContent
            or AttemptOutcome.FirstByteTimeout => !IsPaidMedia(operation),
        _ => false,
    };

    /// <summary>The connection broke after the request had been sent: the upstream may have done all of it.</summary>
    public static bool IsUnknown(AttemptOutcome outcome) => outcome is AttemptOutcome.ResetBeforeAnswer or AttemptOutcome.TornBeforeContent;

    /// <summary>Whether the same target may be asked again within one request: some refusals do not change in seconds.</summary>
    public static bool MayRepeat(AttemptOutcome outcome) => outcome is not (AttemptOutcome.TlsFailed or AttemptOutcome.AddressRefused
        or AttemptOutcome.CredentialRefused or AttemptOutcome.CredentialBroke or AttemptOutcome.Unsigned);

    private static bool IsPaidMedia(Operation operation) => operation is Operation.ImageGeneration or Operation.ImageEdit or Operation.ImageVariation
        or Operation.Speech or Operation.Transcription or Operation.Translation;
}
