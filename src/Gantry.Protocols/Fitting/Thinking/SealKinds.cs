using Gantry.Protocols.Hub;
using Gantry.Protocols.Reasoning;

namespace Gantry.Protocols.Fitting.Thinking;

/// <summary>Which seals belong to which protocol.</summary>
internal static class SealKinds
{
    /// <summary>Whether a protocol makes seals of this kind.</summary>
    public static bool IsNative(Protocol protocol, ReasoningSealKind kind) => kind switch
    {
        ReasoningSealKind.Signature or ReasoningSealKind.Redacted => protocol is Protocol.Messages or Protocol.Converse,
        ReasoningSealKind.Encrypted => protocol == Protocol.Responses,
        _ => protocol == Protocol.Gemini,
    };

    /// <summary>What a blob becomes in its issuer's protocol; null of what is no seal.</summary>
    public static ReasoningSealKind? Of(BlobKind kind) => kind switch
    {
        BlobKind.ThinkingSignature => ReasoningSealKind.Signature,
        BlobKind.RedactedThinking => ReasoningSealKind.Redacted,
        BlobKind.EncryptedReasoning => ReasoningSealKind.Encrypted,
        BlobKind.CallSignature or BlobKind.TextSignature => ReasoningSealKind.ThoughtSignature,
        _ => null,
    };

    /// <summary>What the seal of a thought is as a blob.</summary>
    public static BlobKind Of(ReasoningSealKind kind) => kind switch
    {
        ReasoningSealKind.Signature => BlobKind.ThinkingSignature,
        ReasoningSealKind.Redacted => BlobKind.RedactedThinking,
        ReasoningSealKind.Encrypted => BlobKind.EncryptedReasoning,
        _ => BlobKind.TextSignature,
    };

    /// <summary>The slot in which a client of this protocol carries an envelope.</summary>
    public static ReasoningSealKind Slot(Protocol client) => client switch
    {
        Protocol.Responses => ReasoningSealKind.Encrypted,
        Protocol.Messages or Protocol.Converse => ReasoningSealKind.Signature,
        _ => ReasoningSealKind.ThoughtSignature,
    };
}
