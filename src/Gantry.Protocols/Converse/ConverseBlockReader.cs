using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Tools;

namespace Gantry.Protocols.Converse;

/// <summary>Reads content: a list of blocks, each an object of one member that tells what it is.</summary>
/// <remarks>A cache point marks the part before it. A block that the hub has no part for, or of an unknown form, is kept whole.</remarks>
internal static class ConverseBlockReader
{
    /// <summary>Reads the list that the cursor stands on.</summary>
    public static List<Part> Read(ref ConverseCursor cursor, in ConversePlace place)
    {
        if (cursor.Token != JsonTokenType.StartArray) throw place.Fault("content", "an array of blocks");
        var parts = new List<Part>();
        for (int i = 0; cursor.NextElement(); i++)
        {
            int start = cursor.Start;
            var at = place.At(i);
            var block = ConverseMembers.One(ref cursor, at);
            if (block.Name == "cachePoint" && parts.Count > 0 && parts[^1].Cache == CacheMark.None && ConverseCachePoint.Read(block.Value) is { } mark)
            {
                parts[^1] = parts[^1] with { Cache = mark };
            }
            else
            {
                parts.Add(Part(block, cursor.Since(start), at));
            }
        }

        return parts;
    }

    private static Part Part(in ExtraMember block, JsonSlice raw, in ConversePlace place) => block.Name switch
    {
        "text" => new TextPart(Text(block.Value, place)),
        "image" => ConverseMediaReader.Read(MediaKind.Image, block.Value),
        "document" => ConverseMediaReader.Read(MediaKind.Document, block.Value),
        "video" => ConverseMediaReader.Read(MediaKind.Video, block.Value),
        "audio" => ConverseMediaReader.Read(MediaKind.Audio, block.Value),
        "toolUse" => Call(block.Value, raw, place),
        "toolResult" => Result(block.Value, raw, place),
        "reasoningContent" => Reasoning(block.Value),
        "citationsContent" => Cited(block.Value),
        ConverseWords.Guard => Guarded(block.Value),
        ConverseWords.Json when place.Inner >= 0 => Json(block),
        _ => null,
    } ?? new ForeignPart(Protocol.Converse, block.Name, raw);

    private static JsonText Text(JsonSlice value, in ConversePlace place) =>
        value.Kind == JsonTokenType.String ? new JsonText(value.Memory) : throw place.Fault("text", "a string");

    private static Part Call(JsonSlice value, JsonSlice raw, in ConversePlace place)
    {
        var members = ConverseMembers.Read(value, place, "toolUse");
        if (members.Peek("type") is { Length: > 0 } type and not "tool_use") return new ForeignPart(Protocol.Converse, type, raw);
        string id = Demand(members, "toolUse", "toolUseId", place), name = Demand(members, "toolUse", "name", place);
        members.Take("type");
        return new ToolCallPart(id, name) { Arguments = members.Take("input"), Extras = members.Rest };
    }

    private static Part Result(JsonSlice value, JsonSlice raw, in ConversePlace place)
    {
        var members = ConverseMembers.Read(value, place, "toolResult");
        if (members.Peek("type") is { Length: > 0 } type and not "tool_result") return new ForeignPart(Protocol.Converse, type, raw);
        string id = Demand(members, "toolResult", "toolUseId", place);
        var list = members.Take("content");
        List<Part> content = [];
        if (!list.IsAbsent)
        {
            var cursor = new ConverseCursor(list.Memory);
            content = Read(ref cursor, place);
        }

        members.Take("type");
        string status = members.Peek("status");
        bool isError = status == "error";
        if (isError || status == "success") members.Take("status");
        return new ToolResultPart(id, content) { IsError = isError, Value = TakeValue(content), Extras = members.Rest };
    }

    // JSON and no text beside it is the whole result; among texts it is one of them.
    private static JsonSlice TakeValue(List<Part> content)
    {
        int at = content.FindIndex(part => part is TextPart);
        if (at < 0 || content.FindLastIndex(part => part is TextPart) != at) return default;
        if (content[at].Extras is not [{ Name: ConverseWords.Json } json]) return default;
        content[at] = content[at] with { Extras = [] };
        return json.Value;
    }

    private static TextPart Json(in ExtraMember block) => new(ToolArguments.ToText(block.Value)) { Extras = [block] };

    private static ReasoningPart? Reasoning(JsonSlice value)
    {
        if (value.Kind != JsonTokenType.StartObject) return null;
        var members = ConverseMembers.Read(value);
        if (members.TakeText("redactedContent") is { } redacted)
        {
            return members.IsEmpty ? new ReasoningPart(JsonText.Empty) { Seal = new ReasoningSeal(ReasoningSealKind.Redacted, redacted) } : null;
        }

        var said = members.TakeObject("reasoningText");
        if (said.IsAbsent || !members.IsEmpty) return null;
        var thought = ConverseMembers.Read(said);
        var text = thought.TakeText("text");
        var signature = thought.TakeText("signature");
        if (!thought.IsEmpty) return null;
        return new ReasoningPart(text ?? JsonText.Empty)
        {
            Seal = signature is { } seal ? new ReasoningSeal(ReasoningSealKind.Signature, seal) : null,
        };
    }

    // Sources without a text of their own belong to none.
    private static TextPart? Cited(JsonSlice value)
    {
        if (value.Kind != JsonTokenType.StartObject) return null;
        var members = ConverseMembers.Read(value);
        var content = members.Take("content");
        var citations = members.Take("citations");
        if (citations.IsAbsent || !members.IsEmpty || content.Kind != JsonTokenType.StartArray) return null;
        var cursor = new ConverseCursor(content.Memory);
        JsonText? text = null;
        while (cursor.NextElement())
        {
            if (text is not null || cursor.Token != JsonTokenType.StartObject) return null;
            var block = ConverseMembers.Read(cursor.Value());
            text = block.TakeText("text");
            if (text is null || !block.IsEmpty) return null;
        }

        return text is { } said ? new TextPart(said) { Citations = citations, CitationsFrom = Protocol.Converse } : null;
    }

    private static TextPart? Guarded(JsonSlice value)
    {
        if (value.Kind != JsonTokenType.StartObject) return null;
        var members = ConverseMembers.Read(value);
        var inner = members.TakeObject("text");
        if (inner.IsAbsent || !members.IsEmpty) return null;
        var guarded = ConverseMembers.Read(inner);
        var text = guarded.TakeText("text");
        var qualifiers = guarded.Take("qualifiers");
        if (text is not { } said || !guarded.IsEmpty) return null;
        return new TextPart(said)
        {
            Extras = [new ExtraMember(Protocol.Converse, ConverseWords.Guard, qualifiers.IsAbsent ? new JsonSlice("[]"u8.ToArray()) : qualifiers)],
        };
    }

    private static string Demand(ConverseMembers members, string of, string name, in ConversePlace place) =>
        members.TakeText(name)?.ToString() ?? throw place.Fault(of + "." + name, "a string");
}
