using System.Text;
using System.Text.Json;

namespace Gantry.Protocols.Tests.Metering;

/// <summary>Whether a recorded body holds content, ends as its protocol ends, and fails inside: told from the parsed body.</summary>
internal static class OutcomeOracle
{
    public static bool Content(Recording recording) => UsageOracle.Documents(recording).Exists(d => recording.Protocol switch
    {
        "chat" => Any(d, "choices", c => Said(c, "delta") || Said(c, "message")),
        "completions" => d.TryGetProperty("value", out _) || Any(d, "choices", c => NotEmpty(c, "text")),
        "responses" => recording.Operation == "count_tokens" ? NotEmpty(d, "input_tokens")
            : Any(d, "output", _ => true) || (Type(d) is { } t && (t.EndsWith(".delta", StringComparison.Ordinal) || t.EndsWith("item.done", StringComparison.Ordinal))),
        "messages" or "invoke" => NotEmpty(d, "content") || NotEmpty(d, "input_tokens") || Type(d) == "content_block_delta",
        "gemini" => NotEmpty(d, "totalTokens")
            || Any(d, "candidates", c => c.TryGetProperty("content", out var content) && Any(content, "parts", part => part.EnumerateObject().Any(Filled))),
        "converse" => NotEmpty(d, "output") || NotEmpty(d, "delta") || NotEmpty(d, "inputTokens"),
        _ => NotEmpty(d, "data") || NotEmpty(d, "embeddings") || NotEmpty(d, "text") || NotEmpty(d, "delta") || NotEmpty(d, "results"),
    });

    public static bool Terminal(Recording recording)
    {
        var documents = UsageOracle.Documents(recording);
        if (!recording.Stream) return true;
        return recording.Protocol switch
        {
            "chat" or "completions" => Encoding.UTF8.GetString(recording.Body).Contains("data: [DONE]", StringComparison.Ordinal)
                || (documents.Exists(d => Any(d, "choices", c => NotEmpty(c, "finish_reason"))) && !Failed(recording)),
            "responses" => documents.Exists(d => Type(d) is "response.completed" or "response.failed" or "response.incomplete"),
            "messages" or "invoke" => documents.Exists(d => Type(d) == "message_stop"),
            "gemini" => documents.Exists(d => Any(d, "candidates", c => NotEmpty(c, "finishReason")) || NotEmpty(d, "promptFeedback")),
            "converse" => documents.Exists(d => NotEmpty(d, "usage")),
            _ => documents.Exists(d => Type(d)!.EndsWith(".done", StringComparison.Ordinal)),
        };
    }

    public static bool Failed(Recording recording) => UsageOracle.Documents(recording).Exists(d =>
        NotEmpty(d, "error") || (d.ValueKind == JsonValueKind.Object && d.TryGetProperty("response", out var r) && NotEmpty(r, "error"))
        || Any(d, "choices", c => NotEmpty(c, "error")));

    private static bool Said(JsonElement choice, string member) =>
        choice.TryGetProperty(member, out var said) && said.EnumerateObject().Any(m => m.Name is not ("role" or "annotations") && Filled(m));

    private static bool Any(JsonElement parent, string list, Func<JsonElement, bool> test) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(list, out var items) && items.ValueKind == JsonValueKind.Array
        && items.EnumerateArray().Any(test);

    private static bool NotEmpty(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && Filled(value);

    private static bool Filled(JsonProperty member) => Filled(member.Value);

    private static bool Filled(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.False => false,
        JsonValueKind.String => value.GetString() != "",
        JsonValueKind.Array => value.GetArrayLength() > 0,
        JsonValueKind.Object => value.EnumerateObject().Any(),
        _ => true,
    };

    private static string? Type(JsonElement document) =>
        document.ValueKind == JsonValueKind.Object && document.TryGetProperty("type", out var type) ? type.GetString() : null;
}
