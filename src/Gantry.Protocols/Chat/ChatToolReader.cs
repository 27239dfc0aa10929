using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Chat;

/// <summary>Reads tools, the choice among them, and the form of the answer.</summary>
internal static class ChatToolReader
{
    public static IReadOnlyList<Tool> Tools(JsonSlice value, string path = "tools")
    {
        var tools = ScratchList<Tool>.Rent();
        var cursor = new ChatCursor(value.Memory);
        cursor.Next();
        if (cursor.Kind != JsonTokenType.StartArray) throw new ProtocolException("An array of tools is expected.", path);
        while (cursor.NextElement())
        {
            if (cursor.Kind != JsonTokenType.StartObject) throw new ProtocolException("A tool must be an object.", $"{path}[{tools.Count}]");
            tools.Add(Read(ref cursor, path, tools.Count));
        }

        return ScratchList<Tool>.Keep(tools);
    }

    /// <summary>Whether a tool was defined as a function of the time before tools; the answer then has the form of that time.</summary>
    public static bool IsLegacy(Tool tool)
    {
        if (tool.From != Protocol.Chat || tool.Kind != ToolKind.Function || tool.Raw.IsAbsent) return false;
        var cursor = new ChatCursor(tool.Raw.Memory);
        cursor.Next();
        while (cursor.NextMember())
        {
            if (cursor.Is("type"u8) || cursor.Is("function"u8)) return false;
            cursor.SkipNext();
        }

        return true;
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
                "required" or "any" => new ToolChoice(ToolChoiceKind.Required),
                _ => null,
            };
        }

        if (value.Kind != JsonTokenType.StartObject) throw new ProtocolException("A text or an object is expected.", "tool_choice");
        JsonText? name = null;
        JsonSlice allowed = default;
        var cursor = new ChatCursor(value.Memory);
        cursor.Next();
        while (cursor.NextMember())
        {
            if (cursor.Is("function"u8) || cursor.Is("custom"u8)) name = Name(ref cursor) ?? name;
            else if (cursor.Is("name"u8)) name = cursor.NextText();
            else if (cursor.Is("allowed_tools"u8)) allowed = cursor.NextValue();
            else cursor.SkipNext();
        }

        if (allowed.Kind == JsonTokenType.StartObject) return Allowed(allowed);
        return name is { IsEmpty: false } tool ? new ToolChoice(ToolChoiceKind.One) { Names = [tool.ToString()] } : null;
    }

    /// <summary>False where the form is of a kind that the hub has no word for. Free text is no form at all.</summary>
    public static bool TryFormat(JsonSlice value, out OutputFormat? format)
    {
        format = null;
        if (value.Kind != JsonTokenType.StartObject) throw new ProtocolException("An object is expected.", "response_format");
        JsonText? type = null;
        OutputFormat? schema = null;
        var cursor = new ChatCursor(value.Memory);
        cursor.Next();
        while (cursor.NextMember())
        {
            if (cursor.Is("type"u8)) type = cursor.NextText();
            else if (cursor.Is("json_schema"u8)) schema = Schema(ref cursor);
            else cursor.SkipNext();
        }

        switch (type?.ToString())
        {
            case "text":
                return true;
            case "json_object":
                format = new OutputFormat(default(JsonSlice));
                return true;
            case "json_schema" when schema is { Schema.IsAbsent: false }:
                format = schema;
                return true;
            default:
                return false;
        }
    }

    private static Tool Read(ref ChatCursor cursor, string path, int number)
    {
        int start = cursor.Start;
        JsonText? type = null;
        var cache = CacheMark.None;
        var custom = false;
        var definition = default(ChatToolDefinition);
        while (cursor.NextMember())
        {
            if (cursor.Is("type"u8)) type = cursor.NextText();
            else if (cursor.Is("cache_control"u8)) cache = ChatPartReader.Mark(cursor.NextValue());
            else if (cursor.Is("function"u8) || cursor.Is("custom"u8))
            {
                custom = cursor.Is("custom"u8);
                if (!cursor.EnterObject()) continue;
                while (cursor.NextMember()) definition.Member(ref cursor);
            }
            else definition.Member(ref cursor);
        }

        var raw = cursor.Since(start);
        if (type is { } kind && !kind.ValueEquals("function"u8) && !kind.ValueEquals("custom"u8))
        {
            return new Tool(kind.ToString()) { Kind = ToolKind.Hosted, Raw = raw, From = Protocol.Chat, Cache = cache };
        }

        if (definition.Name is not { IsEmpty: false } name) throw new ProtocolException("The tool has no name.", $"{path}[{number}].function.name");
        return new Tool(name.ToString())
        {
            Kind = custom ? ToolKind.Custom : ToolKind.Function,
            Description = definition.Description,
            Parameters = definition.Parameters,
            Format = definition.Format,
            Strict = definition.Strict,
            Raw = raw,
            From = Protocol.Chat,
            Cache = cache,
        };
    }

    /// <summary>The next value as a flag; null where it is none.</summary>
    public static bool? Flag(ref ChatCursor cursor) => cursor.NextValue().Kind switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => null,
    };

    private static JsonText? Name(ref ChatCursor cursor)
    {
        if (!cursor.EnterObject()) return null;
        JsonText? name = null;
        while (cursor.NextMember())
        {
            if (cursor.Is("name"u8)) name = cursor.NextText();
            else cursor.SkipNext();
        }

        return name;
    }

    private static ToolChoice Allowed(JsonSlice value)
    {
        var names = new List<string>();
        var required = false;
        var cursor = new ChatCursor(value.Memory);
        cursor.Next();
        while (cursor.NextMember())
        {
            if (cursor.Is("mode"u8)) required = cursor.NextText() is { } mode && mode.ValueEquals("required"u8);
            else if (cursor.Is("tools"u8))
            {
                var tools = Tools(cursor.NextValue(), "tool_choice.allowed_tools.tools");
                names.AddRange(tools.Select(tool => tool.Name));
            }
            else cursor.SkipNext();
        }

        return new ToolChoice(required ? ToolChoiceKind.RequiredSubset : ToolChoiceKind.Subset) { Names = names };
    }

    private static OutputFormat? Schema(ref ChatCursor cursor)
    {
        if (!cursor.EnterObject()) return null;
        var format = new OutputFormat(default(JsonSlice));
        while (cursor.NextMember())
        {
            if (cursor.Is("name"u8)) format = format with { Name = cursor.NextText()?.ToString() ?? "" };
            else if (cursor.Is("description"u8)) format = format with { Description = cursor.NextText() };
            else if (cursor.Is("schema"u8)) format = format with { Schema = cursor.NextValue() };
            else if (cursor.Is("strict"u8)) format = format with { Strict = Flag(ref cursor) };
            else cursor.SkipNext();
        }

        return format;
    }
}
