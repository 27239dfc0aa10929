using Gantry.Protocols.Json;

namespace Gantry.Protocols.Embeddings;

/// <summary>A request for vectors, in no protocol's own form. Texts are slices of the client's body and live as long as it does.</summary>
public sealed record EmbeddingsRequest
{
    /// <summary>The model that the client names; empty where it stands in the path (Gemini).</summary>
    public string Model { get; init; } = "";

    /// <summary>One text for each vector, in order; never empty.</summary>
    public required IReadOnlyList<JsonText> Inputs { get; init; }

    /// <summary>The client sent one text and not a list: its answer has the form for one.</summary>
    public bool Single { get; init; }

    /// <summary>How many numbers a vector has; null for the model's own.</summary>
    public int? Dimensions { get; init; }

    /// <summary>OpenAI: the client takes vectors as base64 of little-endian 32-bit floats. The official clients ask for it unasked.</summary>
    public bool Base64 { get; init; }
}
