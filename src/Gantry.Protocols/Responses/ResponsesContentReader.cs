using System.Text.Json;
using Gantry.Protocols.Chat;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Responses;

/// <summary>Reads the content of a message or result: a text, or an array of parts.</summary>
internal static class ResponsesContentReader
{
    /// <param name="content">Absent for none.</param>
    /// <param name="item">Where the item stands that has the content.</param>
    /// <param name="member">Which of its members the content is, with a dot.</param>
    /// <param name="members">Members of the item that belong to no part: the first part takes them. Null where another has them.</param>
    public static IReadOnlyList<Part> Read(JsonSlice content, string item, string member, IReadOnlyList<ExtraMember>? members)
    {
        if (content.IsAbsent) return [];
        if (content.Kind == JsonTokenType.String) return new SingleList<Part>(new TextPart(new JsonText(content.Memory)) { Item = members });
        if (content.Kind != JsonTokenType.StartArray) throw new ProtocolException("A text or an array of parts is expected.", item + member);
        var parts = ScratchList<Part>.Rent();
        var cursor = new ChatCursor(content.Memory);
        cursor.Next();
        while (cursor.NextElement())
        {
            if (cursor.Kind != JsonTokenType.StartObject) throw new ProtocolException("A part must be an object.", $"{item}{member}[{parts.Count}]");
            parts.Add(Element(ref cursor, parts.Count == 0 ? members : null));
        }

        return ScratchList<Part>.Keep(parts);
    }

    private static Part Element(ref ChatCursor cursor, IReadOnlyList<ExtraMember>? item)
    {
        int start = cursor.Start;
        var members = new ResponsesMembers(ref cursor);
        string type = members.TakeText("type") is { } word ? ResponsesWords.Type(word) : "";
        Part? part = type switch
        {
            "input_text" or "text" or "output_text" => Text(members, item),
            "refusal" => members.TakeText("refusal") is { } refusal ? new RefusalPart(refusal) : null,
            "input_image" => Image(members),
            "input_file" => File(members),
            "input_audio" => ChatMediaReader.Audio(members.Take("input_audio")),
            _ => null,
        };
        if (part is null) return new ForeignPart(Protocol.Responses, type, cursor.Since(start)) { Item = item };
        part = Dressed(part, members);
        members.Release();
        return ReferenceEquals(part.Item, item) ? part : part with { Item = item };
    }

    private static Part Dressed(Part part, ResponsesMembers members)
    {
        bool isMarked = members.Look("prompt_cache_breakpoint").Span.SequenceEqual("{\"mode\":\"explicit\"}"u8);
        if (isMarked) members.Take("prompt_cache_breakpoint");
        if (!isMarked && members.Extras.Count == 0) return part;
        return part with { Cache = isMarked ? CacheMark.Short : CacheMark.None, Extras = members.Extras };
    }

    private static TextPart? Text(ResponsesMembers members, IReadOnlyList<ExtraMember>? item)
    {
        // A text of null says nothing, as some SDKs write it.
        if (members.Look("text").Kind is not (JsonTokenType.String or JsonTokenType.Null or JsonTokenType.None)) return null;
        var text = members.TakeText("text") ?? default;
        members.Take("text");
        var citations = members.Take("annotations");
        if (JsonProbe.IsEmpty(members.Look("logprobs").Span)) members.Take("logprobs");
        bool isCited = !JsonProbe.IsEmpty(citations.Span);
        return new TextPart(text) { Citations = isCited ? citations : default, CitationsFrom = isCited ? Protocol.Responses : null, Item = item };
    }

    private static MediaPart? Image(ResponsesMembers members)
    {
        MediaPart? part = null;
        if (members.Look("image_url").Kind == JsonTokenType.String) part = ChatMediaReader.Linked(MediaKind.Image, members.Take("image_url"));
        else if (members.TakeText("file_id") is { } id) part = new MediaPart(MediaKind.Image) { FileId = id };
        return part is null ? null : part with { Detail = members.TakeText("detail")?.ToString() ?? "" };
    }

    private static MediaPart? File(ResponsesMembers members)
    {
        MediaPart? part = null;
        var plain = new MediaPart(MediaKind.Document);
        if (members.Look("file_data") is { Kind: JsonTokenType.String } data)
        {
            members.Take("file_data");
            part = data.Span.StartsWith("\"data:"u8) ? ChatMediaReader.Linked(MediaKind.Document, data) : plain with { Data = new JsonText(data.Memory) };
        }
        else if (members.TakeText("file_url") is { } url)
        {
            part = plain with { Url = url };
        }
        else if (members.TakeText("file_id") is { } id)
        {
            part = plain with { FileId = id };
        }

        return part is null ? null : part with { FileName = members.TakeText("filename") };
    }
}
