using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Messages;

/// <summary>Reads content: a text, or a list of blocks.</summary>
/// <remarks>A block of a type that the hub has no part for, or a source of an unknown form, is kept whole.</remarks>
internal static class MessagesBlockReader
{
    /// <summary>Reads the content that the cursor stands on.</summary>
    /// <param name="cursor">Moves to the end of the content.</param>
    /// <param name="place">Of what has the content.</param>
    /// <param name="texts">Decodes names and ids; null where there will be few.</param>
    public static IReadOnlyList<Part> Read(ref MessagesCursor cursor, in MessagesPlace place, TextPool? texts)
    {
        switch (cursor.Token)
        {
            case JsonTokenType.String:
                return new SingleList<Part>(new TextPart(new JsonText(cursor.Value().Memory)));
            case JsonTokenType.StartArray:
                var parts = ScratchList<Part>.Rent();
                while (cursor.NextElement()) parts.Add(Block(ref cursor, place.At(parts.Count), texts));
                return ScratchList<Part>.Keep(parts);
            default:
                throw place.Fault("content", "a string or an array of blocks");
        }
    }

    private static Part Block(ref MessagesCursor cursor, in MessagesPlace place, TextPool? texts)
    {
        if (cursor.Token != JsonTokenType.StartObject) throw place.Fault("", "an object");
        int start = cursor.Start;
        var members = MessagesMembers.Read(ref cursor);
        string type = (members.TakeText("type") is { } word ? MessagesWords.Type(word) : null) ?? throw place.Fault("type", "a string");
        var part = Part(type, members, place, texts) ?? new ForeignPart(Protocol.Messages, type, cursor.Since(start));
        members.Release();
        return part;
    }

    private static Part? Part(string type, MessagesMembers members, in MessagesPlace place, TextPool? texts) => type switch
    {
        "text" => Text(members, place),
        "image" => Media(MediaKind.Image, members),
        "document" => Media(MediaKind.Document, members),
        "thinking" => Thinking(members, place),
        "redacted_thinking" => Redacted(members, place),
        "tool_use" => Call(members, place, texts),
        "tool_result" => Result(members, place, texts),
        _ => null,
    };

    private static TextPart Text(MessagesMembers members, in MessagesPlace place)
    {
        var text = Demand(members, "text", place);
        var citations = members.Take("citations");
        if (JsonProbe.IsEmpty(citations.Span)) citations = default;
        return new TextPart(text)
        {
            Citations = citations,
            CitationsFrom = citations.IsAbsent ? null : Protocol.Messages,
            Cache = members.TakeMark(),
            Extras = members.Rest,
        };
    }

    private static MediaPart? Media(MediaKind kind, MessagesMembers members)
    {
        var value = members.Take("source");
        if (value.Kind != JsonTokenType.StartObject) return null;
        var source = MessagesMembers.Read(value);
        var form = source.TakeText("type");
        var media = new MediaPart(kind)
        {
            MediaType = source.TakeText("media_type")?.ToString() ?? "",
            FileName = kind == MediaKind.Document ? members.TakeText("title") : null,
            Cache = members.TakeMark(),
            Extras = members.Rest,
        };
        media = form?.ToString() switch
        {
            "base64" => source.TakeText("data") is { } data ? media with { Data = data } : null,
            "url" => source.TakeText("url") is { } url ? media with { Url = url } : null,
            "file" => source.TakeText("file_id") is { } file ? media with { FileId = file } : null,
            "text" when kind == MediaKind.Document => source.TakeText("data") is { } text ? media with { PlainText = text } : null,
            _ => null,
        };
        return source.IsEmpty ? media : null;
    }

    private static ReasoningPart Thinking(MessagesMembers members, in MessagesPlace place)
    {
        var text = Demand(members, "thinking", place);
        var signature = members.TakeText("signature");
        return new ReasoningPart(text)
        {
            Seal = signature is { } seal ? new ReasoningSeal(ReasoningSealKind.Signature, seal) : null,
            Cache = members.TakeMark(),
            Extras = members.Rest,
        };
    }

    private static ReasoningPart Redacted(MessagesMembers members, in MessagesPlace place)
    {
        var data = Demand(members, "data", place);
        return new ReasoningPart(JsonText.Empty)
        {
            Seal = new ReasoningSeal(ReasoningSealKind.Redacted, data),
            Cache = members.TakeMark(),
            Extras = members.Rest,
        };
    }

    private static ToolCallPart Call(MessagesMembers members, in MessagesPlace place, TextPool? texts)
    {
        string id = Decoded(Demand(members, "id", place), texts), name = Decoded(Demand(members, "name", place), texts);

        // Every call is the model's own unless another caller is named; clients say so in every turn.
        if (MessagesWords.IsDirect(members.Rest)) members.Take("caller");

        // Clients forget what is empty.
        return new ToolCallPart(id, name) { Arguments = members.Take("input"), Cache = members.TakeMark(), Extras = members.Rest };
    }

    private static ToolResultPart Result(MessagesMembers members, in MessagesPlace place, TextPool? texts)
    {
        string id = Decoded(Demand(members, "tool_use_id", place), texts);
        var value = members.Take("content");
        IReadOnlyList<Part> content = [];
        if (value.Kind == JsonTokenType.String)
        {
            content = new SingleList<Part>(new TextPart(new JsonText(value.Memory)));
        }
        else if (!value.IsAbsent)
        {
            var cursor = new MessagesCursor(value.Memory);
            content = Read(ref cursor, place, texts);
        }

        return new ToolResultPart(id, content)
        {
            IsError = members.TakeFlag("is_error") ?? false,
            Cache = members.TakeMark(),
            Extras = members.Rest,
        };
    }

    private static string Decoded(JsonText text, TextPool? texts) => texts is null ? text.ToString() : texts.Of(text);

    private static JsonText Demand(MessagesMembers members, string name, in MessagesPlace place) =>
        members.TakeText(name) ?? throw place.Fault(name, "a string");
}
