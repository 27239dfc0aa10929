using System.Text;
using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Fitting.Tooling;

/// <summary>Says in words what a provider's own tools did earlier in the conversation, to another provider. Nothing sealed is repeated.</summary>
internal sealed class HostedHistory(ToolScope scope)
{
    private const int MaxText = 20_000;

    /// <summary>The part as text or as a call of a plain function; itself where it is none of a tool.</summary>
    public Part Say(ForeignPart part)
    {
        if (ClientHistory.Read(part) is { } plain) return plain;
        if (!IsTool(part.Type)) return part;
        using var document = JsonDocument.Parse(part.Raw.Memory, new JsonDocumentOptions { MaxDepth = 512 });
        var text = new StringBuilder();
        if (part.Type == "web_search_tool_result") Results(document.RootElement, text);
        else Whole(part.Type, document.RootElement, text);
        return new TextPart(JsonText.From(text.ToString()));
    }

    private bool IsTool(string type) => scope.Source switch
    {
        Protocol.Messages => type is "server_tool_use" or "mcp_tool_use" || (type.EndsWith("_tool_result", StringComparison.Ordinal) && type != "tool_result"),
        Protocol.Responses => type.EndsWith("_call", StringComparison.Ordinal) || type.EndsWith("_call_output", StringComparison.Ordinal),
        Protocol.Gemini => type is "executableCode" or "codeExecutionResult" or "toolCall" or "toolResponse",
        _ => false,
    };

    private static void Results(JsonElement block, StringBuilder text)
    {
        text.Append("Search results:");
        if (!block.TryGetProperty("content", out var content) || content.ValueKind != JsonValueKind.Array)
        {
            text.Append(" none");
            return;
        }

        foreach (var result in content.EnumerateArray())
        {
            if (result.ValueKind != JsonValueKind.Object) continue;
            text.Append("\n- ").Append(Text(result, "title")).Append(' ').Append(Text(result, "url"));
            if (Text(result, "page_age") is { Length: > 0 } age) text.Append(" (").Append(age).Append(')');
        }
    }

    private static void Whole(string type, JsonElement block, StringBuilder text)
    {
        text.Append('[').Append(type).Append("] ");
        int start = text.Length;
        Value(block, text);
        if (text.Length - start > MaxText) text.Length = start + MaxText;
    }

    // Ids and what only the issuer can open mean nothing elsewhere.
    private static void Value(JsonElement value, StringBuilder text)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                text.Append('{');
                bool first = true;
                foreach (var member in value.EnumerateObject())
                {
                    if (IsSealed(member.Name)) continue;
                    if (!first) text.Append(',');
                    first = false;
                    text.Append('"').Append(member.Name).Append("\":");
                    Value(member.Value, text);
                }

                text.Append('}');
                break;
            case JsonValueKind.Array:
                text.Append('[');
                for (int i = 0; i < value.GetArrayLength(); i++)
                {
                    if (i > 0) text.Append(',');
                    Value(value[i], text);
                }

                text.Append(']');
                break;
            default:
                text.Append(value.GetRawText());
                break;
        }
    }

    private static bool IsSealed(string name) =>
        name is "id" or "type" or "status" or "tool_use_id" or "cache_control" or "signature" or "thoughtSignature" || name.StartsWith("encrypted_", StringComparison.Ordinal);

    private static string Text(JsonElement of, string name) =>
        of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? new JsonText(Encoding.UTF8.GetBytes(value.GetRawText())).ToString() : "";
}
