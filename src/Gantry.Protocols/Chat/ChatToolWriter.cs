using System.Text.Json;
using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Chat;

/// <summary>Writes tools and the choice among them.</summary>
internal static class ChatToolWriter
{
    public static void Write(ChatRequest request, Utf8JsonWriter json, LossLog losses)
    {
        if (request.Tools.Count > 0)
        {
            json.WriteStartArray("tools"u8);
            for (var i = 0; i < request.Tools.Count; i++) Tool(request.Tools[i], i, json, losses);
            json.WriteEndArray();
        }

        Choice(request, json);
        if (request.ParallelToolCalls is { } parallel) json.WriteBoolean("parallel_tool_calls"u8, parallel);
    }

    private static void Tool(Tool tool, int at, Utf8JsonWriter json, LossLog losses)
    {
        if (tool.Kind == ToolKind.Hosted)
        {
            if (tool.From == Protocol.Chat) tool.Raw.WriteTo(json);
            else losses.Note("hosted_tool_dropped", $"tools[{at}]");
            return;
        }

        if (tool.Namespace is not null) losses.Note("param_dropped:namespace", $"tools[{at}].namespace");
        var custom = tool.Kind == ToolKind.Custom;
        json.WriteStartObject();
        json.WriteString("type"u8, Type(custom));
        json.WriteStartObject(Type(custom));
        json.WriteString("name"u8, tool.Name);
        if (tool.Description is { } description)
        {
            json.WritePropertyName("description"u8);
            description.WriteTo(json);
        }

        if (!custom && !tool.Parameters.IsAbsent)
        {
            json.WritePropertyName("parameters"u8);
            tool.Parameters.WriteTo(json);
        }

        if (custom && !tool.Format.IsAbsent)
        {
            json.WritePropertyName("format"u8);
            ChatToolFormat.Write(tool.Format, json);
        }

        if (!custom && tool.Strict is { } strict) json.WriteBoolean("strict"u8, strict);
        json.WriteEndObject();
        ChatPartWriter.Mark(tool.Cache, json);
        json.WriteEndObject();
    }

    private static void Choice(ChatRequest request, Utf8JsonWriter json)
    {
        var choice = request.ToolChoice;
        switch (choice.Kind)
        {
            case ToolChoiceKind.Auto:
                json.WriteString("tool_choice"u8, "auto"u8);
                break;
            case ToolChoiceKind.None:
                json.WriteString("tool_choice"u8, "none"u8);
                break;
            case ToolChoiceKind.Required:
                json.WriteString("tool_choice"u8, "required"u8);
                break;
            case ToolChoiceKind.One:
                json.WritePropertyName("tool_choice"u8);
                Named(request, choice.Names[0], json);
                break;
            case ToolChoiceKind.Subset or ToolChoiceKind.RequiredSubset:
                json.WriteStartObject("tool_choice"u8);
                json.WriteString("type"u8, "allowed_tools"u8);
                json.WriteStartObject("allowed_tools"u8);
                json.WriteString("mode"u8, choice.Kind == ToolChoiceKind.Subset ? "auto"u8 : "required"u8);
                json.WriteStartArray("tools"u8);
                foreach (var name in choice.Names) Named(request, name, json);
                json.WriteEndArray();
                json.WriteEndObject();
                json.WriteEndObject();
                break;
        }
    }

    private static void Named(ChatRequest request, string name, Utf8JsonWriter json)
    {
        var custom = request.Tools.Any(tool => tool.Kind == ToolKind.Custom && tool.Name == name);
        json.WriteStartObject();
        json.WriteString("type"u8, Type(custom));
        json.WriteStartObject(Type(custom));
        json.WriteString("name"u8, name);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static ReadOnlySpan<byte> Type(bool custom) => custom ? "custom"u8 : "function"u8;
}
