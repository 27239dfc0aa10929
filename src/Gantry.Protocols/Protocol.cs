namespace Gantry.Protocols;

/// <summary>A wire language of a model API.</summary>
/// <remarks>
/// OpenAI's one-operation endpoints (embeddings, images, audio, moderations, rerank) belong to <see cref="Chat"/>: they share its
/// address, its authentication and its error shape, and no upstream speaks one without the other.
/// </remarks>
public enum Protocol
{
    /// <summary>OpenAI Chat Completions and the one-operation endpoints beside it.</summary>
    Chat,

    /// <summary>OpenAI Responses.</summary>
    Responses,

    /// <summary>Anthropic Messages.</summary>
    Messages,

    /// <summary>Google generateContent.</summary>
    Gemini,

    /// <summary>Amazon Bedrock Converse.</summary>
    Converse,
}
