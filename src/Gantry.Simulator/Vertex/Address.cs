using Gantry.Protocols;

namespace Gantry.Simulator.Vertex;

/// <summary>Vertex's addresses: <c>/v1/projects/P/locations/L/…</c>, or <c>/v1/publishers/…</c> for its express mode.</summary>
internal static class Address
{
    /// <returns><see langword="null"/> for an address of another vendor.</returns>
    public static Route? Find(string path)
    {
        var parts = path.Split('/');
        if (parts.Length < 3 || parts[0].Length > 0 || parts[1] is not ("v1" or "v1beta1")) return null;
        var rest = parts[2] == "projects" && parts.Length > 6 && parts[3] is not ("" or "-") && parts[4] == "locations" && parts[5].Length > 0
            ? string.Join('/', parts[6..])
            : parts[2] == "publishers" ? string.Join('/', parts[2..]) : "";
        if (rest == "endpoints/openapi/chat/completions") return new(Protocol.Chat, Operation.Chat) { IsVertex = true };
        var colon = rest.LastIndexOf(':');
        if (colon < 0) return null;
        var (model, verb) = (rest[..colon], rest[(colon + 1)..]);
        return Model(model, "publishers/google/models/") is { } gemini ? Google(gemini, verb)
            : Model(model, "publishers/anthropic/models/") is { } claude ? Anthropic(claude, verb)
            : null;
    }

    private static Route? Google(string model, string verb) => verb switch
    {
        "generateContent" => new(Protocol.Gemini, Operation.Chat) { Model = model, IsVertex = true },
        "streamGenerateContent" => new(Protocol.Gemini, Operation.Chat) { Model = model, Stream = true, IsVertex = true },
        "countTokens" => new(Protocol.Gemini, Operation.CountTokens) { Model = model, IsVertex = true },
        "embedContent" => new(Protocol.Gemini, Operation.Embeddings) { Model = model, IsVertex = true },
        "batchEmbedContents" => new(Protocol.Gemini, Operation.Embeddings) { Model = model, Batch = true, IsVertex = true },
        "predict" => new(Protocol.Gemini, Operation.Embeddings) { Model = model, IsVertex = true, IsPrediction = true },
        _ => null,
    };

    private static Route? Anthropic(string model, string verb) => (model, verb) switch
    {
        ("count-tokens", "rawPredict") => new(Protocol.Messages, Operation.CountTokens) { IsVertex = true },
        (_, "rawPredict") => new(Protocol.Messages, Operation.Chat) { Model = model, IsVertex = true },
        (_, "streamRawPredict") => new(Protocol.Messages, Operation.Chat) { Model = model, Stream = true, IsVertex = true },
        _ => null,
    };

    private static string? Model(string resource, string prefix) =>
        resource.Length > prefix.Length && resource.StartsWith(prefix, StringComparison.Ordinal) && !resource[prefix.Length..].Contains('/') ? resource[prefix.Length..] : null;
}
