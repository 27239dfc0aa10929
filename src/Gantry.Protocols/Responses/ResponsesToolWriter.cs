using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Responses;

/// <summary>Writes tools and the choice among them.</summary>
internal sealed class ResponsesToolWriter(Utf8JsonWriter json, LossLog losses)
{
    /// <summary>Writes <c>tools</c>: neighbours of one namespace stand in it together.</summary>
    public void Tools(IReadOnlyList<Tool> tools)
    {
        json.WriteStartArray("tools"u8);
        for (int i = 0; i < tools.Count; i++)
        {
            if (tools[i].Namespace is not { } name)
            {
                Tool(tools[i], i);
                continue;
            }

            json.WriteStartObject();
            json.WriteString("type"u8, "namespace"u8);
            json.WriteString("name"u8, name);
            Text("description", tools[i].NamespaceDescription);
            json.WriteStartArray("tools"u8);
            Tool(tools[i], i);
            while (i + 1 < tools.Count && tools[i + 1].Namespace == name) Tool(tools[++i], i);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes the value of <c>tool_choice</c>; <c>auto</c> where nothing is said.</summary>
    public void Choice(ChatRequest request)
    {
        var choice = request.ToolChoice;
        switch (choice.Kind)
        {
            case ToolChoiceKind.None:
                json.WriteStringValue("none"u8);
                break;
            case ToolChoiceKind.Required:
                json.WriteStringValue("required"u8);
                break;
            case ToolChoiceKind.One:
                Named(request, choice.Names[0]);
                break;
            case ToolChoiceKind.Subset or ToolChoiceKind.RequiredSubset:
                json.WriteStartObject();
                json.WriteString("type"u8, "allowed_tools"u8);
                json.WriteString("mode"u8, choice.Kind == ToolChoiceKind.Subset ? "auto"u8 : "required"u8);
                json.WriteStartArray("tools"u8);
                foreach (string name in choice.Names) Named(request, name);
                json.WriteEndArray();
                json.WriteEndObject();
                break;
            default:
                json.WriteStringValue("auto"u8);
                break;
        }
    }

    private void Tool(Tool tool, int at)
    {
        if (tool.Kind == ToolKind.Hosted)
        {
            if (tool.From == Protocol.Responses) tool.Raw.WriteTo(json);
            else losses.Note("hosted_tool_dropped", $"tools[{at}]");
            return;
        }

        bool isCustom = tool.Kind == ToolKind.Custom;
        json.WriteStartObject();
        json.WriteString("type"u8, isCustom ? "custom"u8 : "function"u8);
        json.WriteString("name"u8, tool.Name);
        Text("description", tool.Description);
        if (isCustom) Value("format", tool.Format);
        else Value("parameters", tool.Parameters);
        if (!isCustom && tool.Strict is { } strict) json.WriteBoolean("strict"u8, strict);
        foreach (var extra in tool.Extras)
        {
            if (extra.From == Protocol.Responses) Value(extra.Name, extra.Value);
            else losses.Note("param_dropped:" + extra.Name, $"tools[{at}]");
        }

        json.WriteEndObject();
    }

    private void Named(ChatRequest request, string name)
    {
        bool isCustom = request.Tools.Any(tool => tool.Kind == ToolKind.Custom && tool.Name == name);
        json.WriteStartObject();
        json.WriteString("type"u8, isCustom ? "custom"u8 : "function"u8);
        json.WriteString("name"u8, name);
        json.WriteEndObject();
    }

    private void Text(string name, JsonText? text)
    {
        if (text is not { } value) return;
        json.WritePropertyName(name);
        value.WriteTo(json);
    }

    private void Value(string name, JsonSlice value)
    {
        if (value.IsAbsent) return;
        json.WritePropertyName(name);
        value.WriteTo(json);
    }
}
