using System.Text.Json;
using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Messages;

/// <summary>Writes <c>tools</c> and <c>tool_choice</c>.</summary>
internal sealed class MessagesToolWriter(Utf8JsonWriter json, LossLog losses, MessagesBlockWriter blocks)
{
    public void Write(ChatRequest request)
    {
        if (request.Tools.Count > 0)
        {
            json.WriteStartArray("tools"u8);
            for (int i = 0; i < request.Tools.Count; i++) Tool(request.Tools[i], new MessagesPlace("tools", i));
            json.WriteEndArray();
        }

        Choice(request);
    }

    private void Tool(Tool tool, in MessagesPlace place)
    {
        if (tool.Kind == ToolKind.Hosted && tool.From == Protocol.Messages)
        {
            tool.Raw.WriteTo(json);
            return;
        }

        if (tool.Kind != ToolKind.Function)
        {
            losses.Note(tool.Kind == ToolKind.Hosted ? "hosted_tool_dropped" : "part_dropped:custom", place.Path());
            return;
        }

        if (tool.Namespace is not null) losses.Note("param_dropped:namespace", place.Path());
        json.WriteStartObject();
        json.WriteString("name"u8, tool.Name);
        if (tool.Description is { } description)
        {
            json.WritePropertyName("description"u8);
            description.WriteTo(json);
        }

        if (!tool.Parameters.IsAbsent)
        {
            json.WritePropertyName("input_schema"u8);
            tool.Parameters.WriteTo(json);
        }

        if (tool.Strict is { } strict) json.WriteBoolean("strict"u8, strict);
        blocks.Mark(tool.Cache, tool.Extras);
        blocks.Extras(tool.Extras, place);
        json.WriteEndObject();
    }

    private void Choice(ChatRequest request)
    {
        var choice = request.ToolChoice;
        bool isSingle = request.ParallelToolCalls == false;

        // Without tools there is nothing to hold back.
        if (choice.Kind == ToolChoiceKind.Unset && (!isSingle || request.Tools.Count == 0)) return;
        if (choice.Kind is ToolChoiceKind.Subset or ToolChoiceKind.RequiredSubset) losses.Note("param_dropped:tool_choice", "tool_choice");
        json.WriteStartObject("tool_choice"u8);
        json.WriteString("type"u8, choice.Kind switch
        {
            ToolChoiceKind.None => "none"u8,
            ToolChoiceKind.Required or ToolChoiceKind.RequiredSubset => "any"u8,
            ToolChoiceKind.One => "tool"u8,
            _ => "auto"u8,
        });
        if (choice.Kind == ToolChoiceKind.One) json.WriteString("name"u8, choice.Names[0]);
        if (isSingle && choice.Kind != ToolChoiceKind.None) json.WriteBoolean("disable_parallel_tool_use"u8, true);
        foreach (var extra in request.Extras)
        {
            if (extra.From != Protocol.Messages || MessagesRequestWriter.Inner(extra.Name, "tool_choice") is not { } name) continue;
            json.WritePropertyName(name);
            extra.Value.WriteTo(json);
        }

        json.WriteEndObject();
    }
}
