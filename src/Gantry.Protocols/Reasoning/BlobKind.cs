namespace Gantry.Protocols.Reasoning;

/// <summary>What an opaque blob is at its issuer. The numbers are part of the envelope's format.</summary>
public enum BlobKind : byte
{
    /// <summary><c>signature</c> of a thinking block (Messages).</summary>
    ThinkingSignature = 1,

    /// <summary><c>data</c> of a redacted thinking block (Messages).</summary>
    RedactedThinking = 2,

    /// <summary><c>encrypted_content</c> of a reasoning item (Responses).</summary>
    EncryptedReasoning = 3,

    /// <summary><c>thoughtSignature</c> on a function call (Gemini).</summary>
    CallSignature = 4,

    /// <summary><c>thoughtSignature</c> on text, or on an empty part (Gemini).</summary>
    TextSignature = 5,

    /// <summary><c>encrypted_content</c> of a web search result (Messages).</summary>
    SearchContent = 6,

    /// <summary>No blob at all: raw thought that its model wants to read again (Chat). It binds nobody to its issuer.</summary>
    ReadableThought = 7,
}
