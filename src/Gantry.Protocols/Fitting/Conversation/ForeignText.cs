using System.Buffers;
using System.Text;
using System.Text.Json;
using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Fitting.Conversation;

/// <summary>Says in plain text what a block of another protocol says. What is sealed in it goes to nobody else.</summary>
internal static class ForeignText
{
    /// <summary>The text; null for a part that no text can stand for.</summary>
    public static string? Of(ForeignPart part)
    {
        if (!IsKnown(part)) return null;
        try
        {
            using var json = JsonDocument.Parse(part.Raw.Memory);
            return json.RootElement.ValueKind == JsonValueKind.Object ? Of(part, json.RootElement) : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or ArgumentException)
        {
            // Not JSON, too deep, or a lone surrogate: there is no text of it.
            return null;
        }
    }

    /// <summary>A text member of the part; null where there is none.</summary>
    public static string? CallId(ForeignPart part, string member)
    {
        try
        {
            using var json = JsonDocument.Parse(part.Raw.Memory);
            return Member(json.RootElement, member);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static bool IsKnown(ForeignPart part) => part.From switch
    {
        Protocol.Messages => part.Type is "server_tool_use" or "mcp_tool_use" or "search_result" or "document" or "tool_reference" or "mid_conv_system" or "compaction"
            || part.Type.EndsWith("_tool_result", StringComparison.Ordinal),
        Protocol.Responses => part.Type is "mcp_list_tools" || part.Type.EndsWith("_call", StringComparison.Ordinal) || part.Type.EndsWith("_call_output", StringComparison.Ordinal)
            || part.Type is "tool_search_output",
        Protocol.Gemini => part.Type is "executableCode" or "codeExecutionResult" or "toolCall" or "toolResponse",
        _ => false,
    };

    private static string? Of(ForeignPart part, JsonElement block)
    {
        switch (part.Type)
        {
            case "tool_reference":
                return Member(block, "tool_name") is { } tool ? "- " + tool : null;
            case "mid_conv_system":
                return Flat(block, "content") is { } reminder ? $"<system-reminder>{reminder}</system-reminder>" : null;
            case "compaction":
                return Flat(block, "content");
            case "search_result":
                return string.Join('\n', new[] { Member(block, "title"), Member(block, "source"), Flat(block, "content") }.Where(line => !string.IsNullOrEmpty(line)));
            case "document":
                return block.TryGetProperty("source", out var source) && source.ValueKind == JsonValueKind.Object && Flat(source, "content") is { } said
                    ? string.Join('\n', new[] { Member(block, "title"), said }.Where(line => !string.IsNullOrEmpty(line)))
                    : null;
            case "server_tool_use" or "mcp_tool_use":
                return $"[Call of {Member(block, "name")}] {(block.TryGetProperty("input", out var input) ? GistOf(input) : "")}";
            case "web_search_tool_result" when block.TryGetProperty("content", out var found) && found.ValueKind == JsonValueKind.Array:
                return Found(found);
            case "executableCode":
                return block.TryGetProperty("executableCode", out var code) && code.ValueKind == JsonValueKind.Object ? $"[Code run]\n{Member(code, "code")}" : null;
            case "codeExecutionResult":
                return block.TryGetProperty("codeExecutionResult", out var outcome) && outcome.ValueKind == JsonValueKind.Object
                    ? $"[Result of the code: {Member(outcome, "outcome")}]\n{Member(outcome, "output")}"
                    : null;
            default:
                return $"[{part.Type}] {GistOf(block)}";
        }
    }

    private static string Found(JsonElement results)
    {
        var text = new StringBuilder("Search results:");
        foreach (var result in results.EnumerateArray()) text.Append("\n- ").Append(Member(result, "title")).Append(" (").Append(Member(result, "url")).Append(')');
        return text.ToString();
    }

    private static string? Member(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    // A text, or the texts of a list of blocks.
    private static string? Flat(JsonElement of, string name)
    {
        if (!of.TryGetProperty(name, out var content)) return null;
        if (content.ValueKind == JsonValueKind.String) return content.GetString();
        return content.ValueKind == JsonValueKind.Array ? string.Join('\n', content.EnumerateArray().Select(block => Member(block, "text")).Where(text => text is not null)) : null;
    }

    private static string GistOf(JsonElement of)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, WireJson.Options)) Gist(of, json);
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    private static void Gist(JsonElement value, Utf8JsonWriter json)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    if (IsMute(member)) continue;
                    json.WritePropertyName(member.Name);
                    Gist(member.Value, json);
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var element in value.EnumerateArray()) Gist(element, json);
                json.WriteEndArray();
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }

    // Names and seals of the provider's own, and pictures, which are no text.
    private static bool IsMute(JsonProperty member) => member.Name is "type" or "id" or "tool_use_id" or "call_id" or "status" or "cache_control" or "signature" or "thoughtSignature" or "caller"
        || member.Name.StartsWith("encrypted_", StringComparison.Ordinal)
        || (member.Name is "result" or "data" or "image_url" && member.Value.ValueKind == JsonValueKind.String);
}
