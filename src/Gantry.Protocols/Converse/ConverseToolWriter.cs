using System.Text.Json;
using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Converse;

/// <summary>Writes <c>toolConfig</c>.</summary>
/// <remarks>The dialect has no word for "no tools now": they are withheld. Where calls or results stand in the conversation they are demanded,
/// and the wish is lost.</remarks>
internal sealed class ConverseToolWriter(Utf8JsonWriter json, LossLog losses, ConverseBlockWriter blocks)
{
    public void Write(ChatRequest request)
    {
        var choice = request.ToolChoice.Kind;
        bool isForbidden = choice == ToolChoiceKind.None;
        bool hasTools = request.Tools.Any(IsSaid) && !(isForbidden && !HasCalls(request));
        bool isOpen = false;
        if (hasTools)
        {
            Open(ref isOpen);
            json.WriteStartArray("tools"u8);
            for (int i = 0; i < request.Tools.Count; i++) Tool(request.Tools[i], new ConversePlace("tools", i));
            json.WriteEndArray();
            Choice(request.ToolChoice);
        }
        else if (!isForbidden)
        {
            foreach (var tool in request.Tools) Lose(tool, new ConversePlace("tools"));
            if (choice is not (ToolChoiceKind.Unset or ToolChoiceKind.Auto)) losses.Note("orphan_tool_choice", "tool_choice");
        }

        if (request.ParallelToolCalls == false && hasTools) losses.Note("parallel_not_enforceable", "parallel_tool_calls");
        foreach (var extra in request.Extras)
        {
            if (extra.From != Protocol.Converse || ConverseRequestWriter.Inner(extra.Name, "toolConfig") is not { } name) continue;
            Open(ref isOpen);
            json.WritePropertyName(name);
            extra.Value.WriteTo(json);
        }

        if (isOpen) json.WriteEndObject();
    }

    private static bool IsSaid(Tool tool) => tool.Kind == ToolKind.Function || (tool.Kind == ToolKind.Hosted && tool.From == Protocol.Converse);

    private static bool HasCalls(ChatRequest request)
    {
        foreach (var turn in request.Turns)
        {
            foreach (var part in turn.Parts)
            {
                if (part is ToolCallPart or ToolResultPart) return true;
            }
        }

        return false;
    }

    private void Tool(Tool tool, in ConversePlace place)
    {
        if (!IsSaid(tool))
        {
            Lose(tool, place);
            return;
        }

        if (tool.Kind == ToolKind.Hosted) tool.Raw.WriteTo(json);
        else Function(tool, place);
        ConverseCachePoint.Write(json, tool.Cache);
    }

    private void Lose(Tool tool, in ConversePlace place) =>
        losses.Note(tool.Kind == ToolKind.Hosted ? "hosted_tool_dropped" : "part_dropped:custom", place.Path());

    private void Function(Tool tool, in ConversePlace place)
    {
        if (tool.Namespace is not null) losses.Note("param_dropped:namespace", place.Path());
        json.WriteStartObject();
        json.WriteStartObject("toolSpec"u8);
        json.WriteString("name"u8, tool.Name);
        if (tool.Description is { } description)
        {
            json.WritePropertyName("description"u8);
            description.WriteTo(json);
        }

        if (!tool.Parameters.IsAbsent)
        {
            json.WriteStartObject("inputSchema"u8);
            json.WritePropertyName("json"u8);
            tool.Parameters.WriteTo(json);
            json.WriteEndObject();
        }

        if (tool.Strict is { } strict) json.WriteBoolean("strict"u8, strict);
        blocks.Extras(tool.Extras, place);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void Choice(ToolChoice choice)
    {
        if (choice.Kind == ToolChoiceKind.Unset) return;
        if (choice.Kind is ToolChoiceKind.None or ToolChoiceKind.Subset or ToolChoiceKind.RequiredSubset) losses.Note("param_dropped:tool_choice", "tool_choice");
        json.WriteStartObject("toolChoice"u8);
        json.WriteStartObject(choice.Kind switch
        {
            ToolChoiceKind.Required or ToolChoiceKind.RequiredSubset => "any"u8,
            ToolChoiceKind.One => "tool"u8,
            _ => "auto"u8,
        });
        if (choice.Kind == ToolChoiceKind.One) json.WriteString("name"u8, choice.Names[0]);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void Open(ref bool isOpen)
    {
        if (!isOpen) json.WriteStartObject("toolConfig"u8);
        isOpen = true;
    }
}
