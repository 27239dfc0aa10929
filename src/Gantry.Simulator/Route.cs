using Gantry.Protocols;

namespace Gantry.Simulator;

/// <summary>What an address means.</summary>
/// <param name="Protocol">Whose grammar and error shape.</param>
/// <param name="Operation">What is asked.</param>
internal sealed record Route(Protocol Protocol, Operation Operation)
{
    /// <summary>The model, where it stands in the address.</summary>
    public string? Model { get; init; }

    /// <summary>The id of a stored response, or the model that is shown.</summary>
    public string? Id { get; init; }

    /// <summary>What stands behind the id: <c>cancel</c>, <c>input_items</c>.</summary>
    public string? Action { get; init; }

    /// <summary>The address asks for a stream.</summary>
    public bool Stream { get; init; }

    /// <summary>Messages in the transport of Bedrock's InvokeModel.</summary>
    public bool Invoke { get; init; }

    /// <summary>Gemini: several texts in one request.</summary>
    public bool Batch { get; init; }

    /// <summary>It stands behind Vertex's transport.</summary>
    public bool IsVertex { get; init; }

    /// <summary>Vertex: the shape of <c>:predict</c>.</summary>
    public bool IsPrediction { get; init; }

    /// <returns><see langword="null"/> for an address that no vendor serves.</returns>
    public static Route? Find(string method, string path)
    {
        var post = method == "POST";
        path = VendorPath.Plain(path);
        switch (path)
        {
            case "/v1/chat/completions" when post: return new(Protocol.Chat, Operation.Chat);
            case "/v1/completions" when post: return new(Protocol.Chat, Operation.Completions);
            case "/v1/responses" when post: return new(Protocol.Responses, Operation.Chat);
            case "/v1/responses/compact" when post: return new(Protocol.Responses, Operation.Compact);
            case "/v1/responses/input_tokens" when post: return new(Protocol.Responses, Operation.CountTokens);
            case "/v1/messages" when post: return new(Protocol.Messages, Operation.Chat);
            case "/v1/messages/count_tokens" when post: return new(Protocol.Messages, Operation.CountTokens);
            case "/v1/embeddings" when post: return new(Protocol.Chat, Operation.Embeddings);
            case "/v1/images/generations" when post: return new(Protocol.Chat, Operation.ImageGeneration);
            case "/v1/images/edits" when post: return new(Protocol.Chat, Operation.ImageEdit);
            case "/v1/images/variations" when post: return new(Protocol.Chat, Operation.ImageVariation);
            case "/v1/moderations" when post: return new(Protocol.Chat, Operation.Moderation);
            case "/v1/rerank" when post: return new(Protocol.Chat, Operation.Rerank);
            case "/v1/audio/speech" when post: return new(Protocol.Chat, Operation.Speech);
            case "/v1/audio/transcriptions" when post: return new(Protocol.Chat, Operation.Transcription);
            case "/v1/audio/translations" when post: return new(Protocol.Chat, Operation.Translation);
            default: return Stored(method, path) ?? Google(post, path) ?? (post ? Vertex.Address.Find(path) : null) ?? Bedrock(post, path) ?? Models(method, path);
        }
    }

    private static Route? Stored(string method, string path)
    {
        if (After(path, "/v1/responses/") is not { } rest) return null;
        var (id, action) = rest.IndexOf('/') is var slash and >= 0 ? (rest[..slash], rest[(slash + 1)..]) : (rest, null);
        return (method, action) is ("GET", null or "input_items") or ("DELETE", null) or ("POST", "cancel")
            ? new(Protocol.Responses, Operation.StoredResponse) { Id = id, Action = action }
            : null;
    }

    private static Route? Google(bool post, string path)
    {
        if (!post || (After(path, "/v1beta/models/") ?? After(path, "/v1/models/") ?? After(path, "/v1alpha/models/")) is not { } rest) return null;
        var colon = rest.LastIndexOf(':');
        if (colon < 0) return null;
        var (operation, stream, batch) = rest[(colon + 1)..] switch
        {
            "generateContent" => (Operation.Chat, false, false),
            "streamGenerateContent" => (Operation.Chat, true, false),
            "countTokens" => (Operation.CountTokens, false, false),
            "embedContent" => (Operation.Embeddings, false, false),
            "batchEmbedContents" => (Operation.Embeddings, false, true),
            _ => ((Operation?)null, false, false),
        };
        return operation is { } known ? new(Protocol.Gemini, known) { Model = rest[..colon], Stream = stream, Batch = batch } : null;
    }

    private static Route? Bedrock(bool post, string path)
    {
        if (!post || After(path, "/model/") is not { } rest) return null;
        if (rest.LastIndexOf('/') is not (> 0 and var slash)) return null;
        var model = rest[..slash];
        return rest[(slash + 1)..] switch
        {
            "converse" => new(Protocol.Converse, Operation.Chat) { Model = model },
            "converse-stream" => new(Protocol.Converse, Operation.Chat) { Model = model, Stream = true },
            "invoke" => new(Protocol.Messages, Operation.Chat) { Model = model, Invoke = true },
            "invoke-with-response-stream" => new(Protocol.Messages, Operation.Chat) { Model = model, Invoke = true, Stream = true },
            "count-tokens" => new(Protocol.Messages, Operation.CountTokens) { Model = model, Invoke = true },
            _ => null,
        };
    }

    private static Route? Models(string method, string path)
    {
        if (method != "GET") return null;
        if (path is "/v1/models") return new(Protocol.Chat, Operation.Models);
        if (path is "/v1beta/models") return new(Protocol.Gemini, Operation.Models);
        if (After(path, "/v1/models/") is { } id) return new(Protocol.Chat, Operation.Models) { Id = id };
        return After(path, "/v1beta/models/") is { } google ? new(Protocol.Gemini, Operation.Models) { Id = google } : null;
    }

    private static string? After(string path, string prefix) =>
        path.Length > prefix.Length && path.StartsWith(prefix, StringComparison.Ordinal) ? path[prefix.Length..] : null;
}
