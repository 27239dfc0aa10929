using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Converse;

/// <summary>Reads <c>toolConfig</c>.</summary>
internal static class ConverseToolReader
{
    public static List<Tool> Tools(JsonSlice value)
    {
        var tools = new List<Tool>();
        if (value.IsAbsent) return tools;
        var place = new ConversePlace("toolConfig.tools");
        var cursor = new ConverseCursor(value.Memory);
        if (cursor.Token != JsonTokenType.StartArray) throw place.Fault("", "an array");
        for (int i = 0; cursor.NextElement(); i++)
        {
            int start = cursor.Start;
            var at = place with { Index = i };
            var tool = ConverseMembers.One(ref cursor, at);
            if (tool.Name == "cachePoint" && tools.Count > 0 && tools[^1].Cache == CacheMark.None && ConverseCachePoint.Read(tool.Value) is { } mark)
            {
                tools[^1] = tools[^1] with { Cache = mark };
            }
            else
            {
                tools.Add(tool.Name == "toolSpec" ? Function(tool.Value, at) : Hosted(tool, cursor.Since(start)));
            }
        }

        return tools;
    }

    private static Tool Function(JsonSlice value, in ConversePlace place)
    {
        var members = ConverseMembers.Read(value, place, "toolSpec");
        string name = members.TakeText("name")?.ToString() ?? throw place.Fault("toolSpec.name", "a string");
        return new Tool(name)
        {
            From = Protocol.Converse,
            Description = members.TakeText("description"),
            Parameters = Schema(members),
            Strict = members.TakeFlag("strict"),
            Extras = members.Rest,
        };
    }

    private static JsonSlice Schema(ConverseMembers members)
    {
        var value = members.TakeObject("inputSchema");
        if (value.IsAbsent) return default;
        var schema = ConverseMembers.Read(value);
        var json = schema.Take("json");
        if (!json.IsAbsent && schema.IsEmpty) return json;
        members.Return("inputSchema", value);
        return default;
    }

    private static Tool Hosted(in ExtraMember tool, JsonSlice raw)
    {
        string name = tool.Value.Kind == JsonTokenType.StartObject ? ConverseMembers.Read(tool.Value).Peek("name") : "";
        return new Tool(name.Length > 0 ? name : tool.Name) { Kind = ToolKind.Hosted, Raw = raw, From = Protocol.Converse };
    }

    public static ToolChoice Choice(JsonSlice value)
    {
        if (value.IsAbsent) return ToolChoice.Unset;
        var place = new ConversePlace("toolConfig.toolChoice");
        var cursor = new ConverseCursor(value.Memory);
        var choice = ConverseMembers.One(ref cursor, place);
        return choice.Name switch
        {
            "auto" => new ToolChoice(ToolChoiceKind.Auto),
            "any" => new ToolChoice(ToolChoiceKind.Required),
            "tool" => new ToolChoice(ToolChoiceKind.One)
            {
                Names = [ConverseMembers.Read(choice.Value, place, "tool").TakeText("name")?.ToString() ?? throw place.Fault("tool.name", "a string")],
            },
            _ => throw place.Fault("", "\"auto\", \"any\" or \"tool\""),
        };
    }
}
