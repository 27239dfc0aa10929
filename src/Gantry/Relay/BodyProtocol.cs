using System.Text.Json;
using Gantry.Protocols;

namespace Gantry.Relay;

/// <summary>In which protocol a request is written that no path tells of.</summary>
internal static class BodyProtocol
{
    /// <summary>A request header that says so: <c>chat</c>, <c>responses</c>, <c>messages</c> or <c>gemini</c>.</summary>
    public const string Header = "x-gantry-protocol";

    public static Protocol? Named(string name) => name.ToLowerInvariant() switch
    {
        "chat" => Protocol.Chat,
        "responses" => Protocol.Responses,
        "messages" => Protocol.Messages,
        "gemini" => Protocol.Gemini,
        _ => null,
    };

    /// <summary>As the header says, else by <see cref="Detect"/>; null where neither tells.</summary>
    /// <param name="headers">Of the request.</param>
    /// <param name="body">JSON.</param>
    public static Protocol? Of(IHeaderDictionary headers, ReadOnlyMemory<byte> body)
    {
        if (headers.TryGetValue(Header, out var named)) return Named(named.ToString());
        using var json = JsonDocument.Parse(body.Span.StartsWith("\uFEFF"u8) ? body[3..] : body);
        return Detect(json.RootElement, headers);
    }

    /// <summary>
    /// By members that only one protocol has: <c>contents</c> is Gemini's, <c>input</c> Responses'. <c>messages</c> is shared: it is Messages
    /// with <c>system</c> beside it, with a tool that has an <c>input_schema</c>, or with <c>anthropic-version</c> among the headers, and Chat otherwise.
    /// </summary>
    /// <returns>Null for a body of no known shape.</returns>
    public static Protocol? Detect(JsonElement body, IHeaderDictionary headers)
    {
        if (body.ValueKind != JsonValueKind.Object) return null;
        if (body.TryGetProperty("contents", out _)) return Protocol.Gemini;
        if (body.TryGetProperty("messages", out _)) return IsMessages(body, headers) ? Protocol.Messages : Protocol.Chat;
        return body.TryGetProperty("input", out _) ? Protocol.Responses : null;
    }

    private static bool IsMessages(JsonElement body, IHeaderDictionary headers) =>
        headers.ContainsKey("anthropic-version")
        || body.TryGetProperty("system", out _)
        || (body.TryGetProperty("tools", out var tools) && tools.ValueKind == JsonValueKind.Array
            && tools.EnumerateArray().Any(tool => tool.ValueKind == JsonValueKind.Object && tool.TryGetProperty("input_schema", out _)));
}
