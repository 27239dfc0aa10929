using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Chat;

/// <summary>Reads the content of a message: a text, an array of parts, or nothing.</summary>
internal static class ChatPartReader
{
    public static void Content(ref ChatCursor cursor, List<Part> parts, string path, bool isResult)
    {
        cursor.Next();
        switch (cursor.Kind)
        {
            case JsonTokenType.Null:
                return;
            case JsonTokenType.String:
                parts.Add(new TextPart(cursor.Text()));
                return;
            case JsonTokenType.StartArray:
                for (var index = 0; cursor.NextElement(); index++) parts.Add(Element(ref cursor, path, index, isResult));
                return;
            case JsonTokenType.StartObject or JsonTokenType.True or JsonTokenType.False or JsonTokenType.Number when isResult:
                parts.Add(new TextPart(JsonText.From(cursor.Value().ToString())));
                return;
            case JsonTokenType.StartObject:
                parts.Add(Element(ref cursor, path, 0, isResult));
                return;
            default:
                throw new ProtocolException("A text or an array of parts is expected.", path + ".content");
        }
    }

    /// <summary>The thought in a part of type <c>thinking</c>: a text, or an array of text parts.</summary>
    public static JsonText Thinking(JsonSlice value)
    {
        if (value.Kind == JsonTokenType.String) return new JsonText(value.Memory);
        if (value.Kind != JsonTokenType.StartArray) return default;
        var texts = new List<JsonText>();
        var cursor = new ChatCursor(value.Memory);
        cursor.Next();
        while (cursor.NextElement())
        {
            if (cursor.Kind == JsonTokenType.String) texts.Add(cursor.Text());
            if (!cursor.InObject()) continue;
            while (cursor.NextMember())
            {
                if (!cursor.Is("text"u8)) cursor.SkipNext();
                else if (cursor.NextText() is { } text) texts.Add(text);
            }
        }

        return JsonText.Join(texts, "");
    }

    private static Part Element(ref ChatCursor cursor, string message, int index, bool isResult)
    {
        if (cursor.Kind == JsonTokenType.String) return new TextPart(cursor.Text());
        if (cursor.Kind != JsonTokenType.StartObject) throw new ProtocolException("A part must be an object.", $"{message}.content[{index}]");
        int start = cursor.Start;
        JsonText? type = null;
        JsonSlice payload = default;
        var cache = CacheMark.None;
        while (cursor.NextMember())
        {
            if (cursor.Is("type"u8)) type = cursor.NextText();
            else if (cursor.Is("cache_control"u8)) cache = Mark(cursor.NextValue());
            else if (cursor.Is("prompt_cache_breakpoint"u8)) cache = cursor.NextValue().Kind == JsonTokenType.StartObject ? CacheMark.Short : cache;
            else if (IsPayload(cursor)) payload = cursor.NextValue();
            else cursor.SkipNext();
        }

        var raw = cursor.Since(start);
        if (type is not { IsEmpty: false } kind)
        {
            return isResult ? new TextPart(JsonText.From(raw.ToString())) : throw new ProtocolException("The part has no type.", $"{message}.content[{index}].type");
        }

        if (kind.ValueEquals("tool_use"u8) && ToolUse(raw) is { } call) return Marked(call, cache);
        return Known(kind, payload) is { } known ? Marked(known, cache) : new ForeignPart(Protocol.Chat, kind.ToString(), raw);
    }

    private static Part Marked(Part part, CacheMark cache) => part.Cache == cache ? part : part with { Cache = cache };

    // A block of Messages, which some clients put into this dialect as it is.
    private static ToolCallPart? ToolUse(JsonSlice raw)
    {
        JsonText? id = null, name = null;
        JsonSlice input = default;
        var cursor = new ChatCursor(raw.Memory);
        cursor.Next();
        while (cursor.NextMember())
        {
            if (cursor.Is("id"u8)) id = cursor.NextText();
            else if (cursor.Is("name"u8)) name = cursor.NextText();
            else if (cursor.Is("input"u8)) input = cursor.NextValue();
            else cursor.SkipNext();
        }

        return name is { IsEmpty: false } called ? new ToolCallPart(id?.ToString() ?? "", called.ToString()) { Arguments = input } : null;
    }

    private static bool IsPayload(in ChatCursor part) =>
        part.Is("text"u8) || part.Is("image_url"u8) || part.Is("input_audio"u8) || part.Is("file"u8) || part.Is("video_url"u8)
        || part.Is("refusal"u8) || part.Is("thinking"u8);

    private static Part? Known(JsonText type, JsonSlice payload)
    {
        if (payload.IsAbsent) return null;
        if (payload.Kind == JsonTokenType.String)
        {
            var text = new JsonText(payload.Memory);
            if (type.ValueEquals("text"u8)) return new TextPart(text);
            if (type.ValueEquals("refusal"u8)) return new RefusalPart(text);
        }

        if (type.ValueEquals("thinking"u8)) return new ReasoningPart(Thinking(payload)) { IsSummary = false };
        if (type.ValueEquals("image_url"u8)) return ChatMediaReader.Linked(MediaKind.Image, payload);
        if (type.ValueEquals("video_url"u8)) return ChatMediaReader.Linked(MediaKind.Video, payload);
        if (type.ValueEquals("input_audio"u8)) return ChatMediaReader.Audio(payload);
        return type.ValueEquals("file"u8) ? ChatMediaReader.File(payload) : null;
    }

    /// <summary>The mark that <c>cache_control</c> makes, a word that OpenAI's imitators have from Messages.</summary>
    public static CacheMark Mark(JsonSlice control)
    {
        if (control.Kind != JsonTokenType.StartObject) return CacheMark.None;
        var cursor = new ChatCursor(control.Memory);
        cursor.Next();
        var mark = CacheMark.Short;
        while (cursor.NextMember())
        {
            if (!cursor.Is("ttl"u8)) cursor.SkipNext();
            else if (cursor.NextText() is { } ttl && ttl.ValueEquals("1h"u8)) mark = CacheMark.Hour;
        }

        return mark;
    }
}
