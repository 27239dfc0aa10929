namespace Gantry.Protocols;

/// <summary>What a client asks for, apart from the language it asks in.</summary>
public enum Operation
{
    /// <summary>Generate an answer: chat completions, responses, messages, generateContent, converse.</summary>
    Chat,

    /// <summary>The older <c>/v1/completions</c>: a bare prompt.</summary>
    Completions,

    /// <summary>Count the tokens of a request without generating.</summary>
    CountTokens,

    /// <summary>Compact a Responses conversation (<c>/v1/responses/compact</c>).</summary>
    Compact,

    /// <summary>Read, cancel or delete a stored response by its id.</summary>
    StoredResponse,

    /// <summary>Vectors for texts.</summary>
    Embeddings,

    /// <summary>Pictures from a prompt.</summary>
    ImageGeneration,

    /// <summary>Pictures from pictures and a prompt (multipart).</summary>
    ImageEdit,

    /// <summary>Variations of one picture (multipart).</summary>
    ImageVariation,

    /// <summary>Classify a text as harmful or not.</summary>
    Moderation,

    /// <summary>Order documents by their relevance to a query.</summary>
    Rerank,

    /// <summary>Text to spoken audio.</summary>
    Speech,

    /// <summary>Audio to text (multipart).</summary>
    Transcription,

    /// <summary>Audio to English text (multipart).</summary>
    Translation,

    /// <summary>List the models, or show one.</summary>
    Models,
}
