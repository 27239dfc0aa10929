using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Messages;

/// <summary>Reads <c>tools</c> and <c>tool_choice</c>.</summary>
internal static class MessagesToolReader
{
    public static IReadOnlyList<Tool> Tools(JsonSlice value)
    {
        if (value.IsAbsent) return [];
        var cursor = new MessagesCursor(value.Memory);
        if (cursor.Token != JsonTokenType.StartArray) throw new MessagesPlace("tools").Fault("", "an array");
        var tools = ScratchList<Tool>.Rent();
        while (cursor.NextElement()) tools.Add(Tool(ref cursor, new MessagesPlace("tools", tools.Count)));
        return ScratchList<Tool>.Keep(tools);
    }

    private static Tool Tool(ref MessagesCursor cursor, in MessagesPlace place)
    {
        if (cursor.Token != JsonTokenType.StartObject) throw place.Fault("", "an object");
        int start = cursor.Start;
        var members = MessagesMembers.Read(ref cursor);
        if (HostedType(members) is { } type)
        {
            // An MCP toolset has no name.
            return new Tool(members.TakeText("name")?.ToString() ?? type)
            {
                Kind = ToolKind.Hosted,
                Cache = members.TakeMark(),
                Raw = cursor.Since(start),
                From = Protocol.Messages,
            };
        }

        var tool = new Tool(members.TakeText("name")?.ToString() ?? throw place.Fault("name", "a string"))
        {
            From = Protocol.Messages,
            Description = members.TakeText("description"),
            Parameters = members.Take("input_schema"),
            Strict = members.TakeFlag("strict"),
            Cache = members.TakeMark(),
            Extras = members.Rest,
        };
        members.Release();
        return tool;
    }

    // "custom" is the explicit word for a plain function. It stays among the extras: some clients say it, some do not.
    private static string? HostedType(MessagesMembers members)
    {
        var rest = members.Rest;
        for (int i = 0; i < rest.Count; i++)
        {
            var member = rest[i];
            if (member.Name != "type" || member.Value.Kind != JsonTokenType.String) continue;
            string type = new JsonText(member.Value.Memory).ToString();
            return type == "custom" ? null : type;
        }

        return null;
    }

    /// <summary>Reads the choice. What the hub has no word for goes to <paramref name="extras"/>.</summary>
    /// <param name="value">Absent where the client says nothing.</param>
    /// <param name="extras">Of the request.</param>
    /// <param name="parallel">Whether several calls may be made at once; null where nothing is said.</param>
    public static ToolChoice Choice(JsonSlice value, List<ExtraMember> extras, out bool? parallel)
    {
        parallel = null;
        if (value.IsAbsent) return ToolChoice.Unset;
        var place = new MessagesPlace("tool_choice");
        if (value.Kind != JsonTokenType.StartObject) throw place.Fault("", "an object");
        var members = MessagesMembers.Read(value);
        string type = members.TakeText("type")?.ToString() ?? throw place.Fault("type", "a string");
        parallel = members.TakeFlag("disable_parallel_tool_use") is { } isDisabled ? !isDisabled : null;
        var choice = type switch
        {
            "auto" => new ToolChoice(ToolChoiceKind.Auto),
            "any" => new ToolChoice(ToolChoiceKind.Required),
            "none" => new ToolChoice(ToolChoiceKind.None),
            "tool" => new ToolChoice(ToolChoiceKind.One)
            {
                Names = [members.TakeText("name")?.ToString() ?? throw place.Fault("name", "a string")],
            },
            _ => throw place.Fault("type", "\"auto\", \"any\", \"tool\" or \"none\""),
        };
        foreach (var member in members.Rest) extras.Add(member with { Name = "tool_choice." + member.Name });
        return choice;
    }
}
