using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Embeddings;

/// <summary>Vectors in the order of their texts, in no protocol's own form.</summary>
public sealed record EmbeddingsAnswer
{
    /// <summary>Each as the upstream wrote it: an array of numbers, or a base64 string. Slices of the upstream's body.</summary>
    public required IReadOnlyList<JsonSlice> Vectors { get; init; }

    /// <summary>What the upstream counted; null where it does not say. Nothing is invented: an estimate may be put in here.</summary>
    public Usage? Usage { get; init; }
}
