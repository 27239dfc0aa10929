namespace Gantry.Protocols.Hub;

/// <summary>What kind of sealed reasoning it is; decides where its issuer wants it back.</summary>
public enum ReasoningSealKind
{
    /// <summary>Messages: <c>signature</c> of a thinking block.</summary>
    Signature,

    /// <summary>Messages: <c>data</c> of a redacted thinking block, which has no text.</summary>
    Redacted,

    /// <summary>Responses: <c>encrypted_content</c>.</summary>
    Encrypted,

    /// <summary>Gemini: <c>thoughtSignature</c> on the part that follows.</summary>
    ThoughtSignature,
}
