using System.Text.Json;
using Gantry.Protocols.Chat;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Responses;

/// <summary>Reads the items of an input or output.</summary>
internal static class ResponsesItemReader
{
    public static ResponsesItem Read(JsonSlice raw, string path)
    {
        var cursor = new ChatCursor(raw.Memory);
        cursor.Next();
        return Read(ref cursor, path, null);
    }

    /// <summary>Reads the item that the cursor stands on.</summary>
    /// <param name="cursor">Moves to the end of the item.</param>
    /// <param name="path">Where the item stands.</param>
    /// <param name="texts">Decodes names and ids; null where there will be few.</param>
    public static ResponsesItem Read(ref ChatCursor cursor, string path, TextPool? texts)
    {
        if (cursor.Kind != JsonTokenType.StartObject) throw new ProtocolException("An item must be an object.", path);
        int start = cursor.Start;
        var members = new ResponsesMembers(ref cursor);
        string type = members.Look("type") is { Kind: JsonTokenType.String } word ? ResponsesWords.Type(new JsonText(word.Memory)) : "";
        switch (type)
        {
            case "" when members.Look("role").IsAbsent:
                throw new ProtocolException("The item has neither type nor role.", path + ".type");
            case "" or "message":
                return Message(members, path);
            case "reasoning":
                members.Take("type");
                return new ResponsesItem(Role.Assistant, Reasoning(members));
            case "function_call":
            case "custom_tool_call":
                members.Take("type");
                return new ResponsesItem(Role.Assistant, Call(members, type == "custom_tool_call", path, texts));
            case "function_call_output":
            case "custom_tool_call_output":
                members.Take("type");
                return new ResponsesItem(Role.User, Result(members, type == "custom_tool_call_output", path, texts));
            default:
                return new ResponsesItem(RoleOf(type), new ForeignPart(Protocol.Responses, type, cursor.Since(start)));
        }
    }

    /// <summary>Reads an item of an answer: a picture that the model has made is one, and no foreign thing.</summary>
    public static ResponsesItem ReadOutput(JsonSlice raw, string path)
    {
        var item = Read(raw, path);
        return item.Only is ForeignPart { Type: "image_generation_call" } && Picture(new ResponsesMembers(raw)) is { } picture ? item with { Only = picture } : item;
    }

    private static MediaPart? Picture(ResponsesMembers members)
    {
        if (members.TakeText("result") is not { IsEmpty: false } data) return null;
        members.Take("type");
        string format = ResponsesAnswerReader.Word(members, "output_format") ?? "png";
        return new MediaPart(MediaKind.Image) { MediaType = "image/" + format, Data = data, Item = members.Rest };
    }

    // What the provider's own tools do belongs to the model's side; what a client brings to its own.
    private static Role RoleOf(string type) => type switch
    {
        "additional_tools" => Role.System,
        "item_reference" or "mcp_approval_response" or "computer_call_output" or "local_shell_call_output" or "shell_call_output"
            or "apply_patch_call_output" or "tool_search_output" => Role.User,
        _ => Role.Assistant,
    };

    private static ResponsesItem Message(ResponsesMembers members, string path)
    {
        var role = RoleOf(members.Look("role"), path);

        // The hub has one word for two: the item keeps which.
        if (role != Role.System) members.Take("role");
        var content = members.Take("content");
        return new ResponsesItem(role, ResponsesContentReader.Read(content, path, ".content", members.Keep()));
    }

    private static Role RoleOf(JsonSlice role, string path)
    {
        if (role.Span.SequenceEqual("\"user\""u8)) return Role.User;
        if (role.Span.SequenceEqual("\"assistant\""u8)) return Role.Assistant;
        if (role.Span.SequenceEqual("\"developer\""u8) || role.Span.SequenceEqual("\"system\""u8)) return Role.System;
        throw new ProtocolException("\"user\", \"assistant\", \"system\" or \"developer\" is expected.", path + ".role");
    }

    private static ReasoningPart Reasoning(ResponsesMembers members)
    {
        var id = members.TakeText("id");
        var encrypted = members.TakeText("encrypted_content");
        var summary = Texts(members.Look("summary"));
        var thoughts = summary.Count > 0 ? summary : Texts(members.Look("content"));
        return new ReasoningPart(JsonText.Join(thoughts, "\n\n"))
        {
            IsSummary = summary.Count > 0 || thoughts.Count == 0,
            Seal = encrypted is { } data ? new ReasoningSeal(ReasoningSealKind.Encrypted, data) : null,
            ItemId = id?.ToString(),
            Item = members.Keep(),
        };
    }

    private static List<JsonText> Texts(JsonSlice value)
    {
        var texts = new List<JsonText>();
        if (value.Kind != JsonTokenType.StartArray) return texts;
        var cursor = new ChatCursor(value.Memory);
        cursor.Next();
        while (cursor.NextElement())
        {
            var element = cursor.Value();
            if (element.Kind == JsonTokenType.StartObject && new ResponsesMembers(element).TakeText("text") is { } text) texts.Add(text);
        }

        return texts;
    }

    private static ToolCallPart Call(ResponsesMembers members, bool isCustom, string path, TextPool? texts)
    {
        string id = members.TakeText("call_id") is { } told ? Decoded(told, texts) : "";
        var name = members.TakeText("name") ?? throw new ProtocolException("The call has no name.", path + ".name");
        string key = isCustom ? "input" : "arguments";
        var text = members.TakeText(key);
        return new ToolCallPart(id, Decoded(name, texts))
        {
            Kind = isCustom ? ToolKind.Custom : ToolKind.Function,
            Namespace = members.TakeText("namespace")?.ToString(),
            ArgumentsText = text,
            Arguments = text is null ? members.Take(key) : default,
            ItemId = members.TakeText("id")?.ToString(),
            Item = members.Keep(),
        };
    }

    private static ToolResultPart Result(ResponsesMembers members, bool isCustom, string path, TextPool? texts)
    {
        var id = members.TakeText("call_id") ?? throw new ProtocolException("The result names no call.", path + ".call_id");
        return new ToolResultPart(Decoded(id, texts), ResponsesContentReader.Read(members.Take("output"), path, ".output", null))
        {
            Kind = isCustom ? ToolKind.Custom : ToolKind.Function,
            Item = members.Keep(),
        };
    }

    private static string Decoded(JsonText text, TextPool? texts) => texts is null ? text.ToString() : texts.Of(text);
}
