using System.Text.Json;
using Gantry.Protocols.Chat;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Responses;

/// <summary>Reads tools and the choice among them.</summary>
internal static class ResponsesToolReader
{
    public static IReadOnlyList<Tool> Tools(JsonSlice value)
    {
        if (value.Kind != JsonTokenType.StartArray) throw new ProtocolException("An array of tools is expected.", "tools");
        var tools = ScratchList<Tool>.Rent();
        int at = 0;
        var cursor = new ChatCursor(value.Memory);
        cursor.Next();
        while (cursor.NextElement()) Add(ref cursor, "tools", at++, tools);
        return ScratchList<Tool>.Keep(tools);
    }

    /// <summary>The choice; null where it is of a kind that the hub has no word for.</summary>
    public static ToolChoice? Choice(JsonSlice value)
    {
        if (value.Kind == JsonTokenType.String)
        {
            return new JsonText(value.Memory).ToString() switch
            {
                "auto" => new ToolChoice(ToolChoiceKind.Auto),
                "none" => new ToolChoice(ToolChoiceKind.None),
                "required" => new ToolChoice(ToolChoiceKind.Required),
                _ => null,
            };
        }

        if (value.Kind != JsonTokenType.StartObject) throw new ProtocolException("A text or an object is expected.", "tool_choice");
        if (Named(value) is { } name) return new ToolChoice(ToolChoiceKind.One) { Names = [name] };
        var members = new ResponsesMembers(value);
        if (members.TakeText("type")?.ToString() != "allowed_tools") return null;
        string mode = members.TakeText("mode")?.ToString() ?? "auto";
        var tools = members.Take("tools");
        if (mode is not ("auto" or "required") || tools.Kind != JsonTokenType.StartArray || members.Rest.Count > 0) return null;
        var names = new List<string>();
        var cursor = new ChatCursor(tools.Memory);
        cursor.Next();
        while (cursor.NextElement())
        {
            if (Named(cursor.Value()) is not { } allowed) return null;
            names.Add(allowed);
        }

        return new ToolChoice(mode == "required" ? ToolChoiceKind.RequiredSubset : ToolChoiceKind.Subset) { Names = names };
    }

    // {type, name} of the client's own tools and nothing else.
    private static string? Named(JsonSlice value)
    {
        if (value.Kind != JsonTokenType.StartObject) return null;
        var members = new ResponsesMembers(value);
        var name = members.TakeText("name");
        bool isOwn = members.TakeText("type")?.ToString() is "function" or "custom";
        return isOwn && members.Rest.Count == 0 && name is { IsEmpty: false } own ? own.ToString() : null;
    }

    private static void Add(ref ChatCursor cursor, string list, int number, List<Tool> tools)
    {
        if (cursor.Kind != JsonTokenType.StartObject) throw new ProtocolException("A tool must be an object.", $"{list}[{number}]");
        int start = cursor.Start;
        var members = new ResponsesMembers(ref cursor);
        var raw = cursor.Since(start);
        string type = members.TakeText("type") is { } word ? ResponsesWords.Type(word) : "";
        switch (type)
        {
            case "function" or "custom":
                if (members.TakeText("name") is not { IsEmpty: false } name) throw new ProtocolException("The tool has no name.", $"{list}[{number}].name");
                tools.Add(Own(name, members, raw, type == "custom"));
                members.Release();
                break;
            case "namespace" when TryNamespace(members, $"{list}[{number}]", tools):
                break;
            default:
                tools.Add(new Tool(type) { Kind = ToolKind.Hosted, Raw = raw, From = Protocol.Responses });
                break;
        }
    }

    private static Tool Own(JsonText name, ResponsesMembers members, JsonSlice raw, bool isCustom) => new(name.ToString())
    {
        Kind = isCustom ? ToolKind.Custom : ToolKind.Function,
        Description = members.TakeText("description"),
        Parameters = isCustom ? default : members.Take("parameters"),
        Strict = isCustom ? null : members.TakeFlag("strict"),
        Format = isCustom ? members.Take("format") : default,
        Extras = members.Extras,
        Raw = raw,
        From = Protocol.Responses,
    };

    // A namespace with members that nobody knows, or without tools, stays whole.
    private static bool TryNamespace(ResponsesMembers members, string path, List<Tool> tools)
    {
        var name = members.TakeText("name");
        var description = members.TakeText("description");
        var list = members.Take("tools");
        if (name is not { IsEmpty: false } of || list.Kind != JsonTokenType.StartArray || members.Extras.Count > 0) return false;
        var inner = new List<Tool>();
        var cursor = new ChatCursor(list.Memory);
        cursor.Next();
        while (cursor.NextElement()) Add(ref cursor, path + ".tools", inner.Count, inner);
        if (inner.Count == 0 || inner.Exists(tool => tool.Namespace is not null)) return false;
        tools.AddRange(inner.Select(tool => tool with { Namespace = of.ToString(), NamespaceDescription = description }));
        return true;
    }
}
