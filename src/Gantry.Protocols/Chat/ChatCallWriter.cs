using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Tools;

namespace Gantry.Protocols.Chat;

/// <summary>Writes what stands beside the content of the model's message: thoughts, refusal, calls, sources.</summary>
internal static class ChatCallWriter
{
    public static void Reasoning(IReadOnlyList<Part> parts, Utf8JsonWriter json)
    {
        if (!Has<ReasoningPart>(parts)) return;
        List<JsonText> texts = [.. parts.OfType<ReasoningPart>().Where(part => !part.Text.IsEmpty).Select(part => part.Text)];
        if (texts.Count == 0) return;
        json.WritePropertyName("reasoning_content"u8);
        JsonText.WriteJoined(texts, "\n\n", json);
    }

    public static void Refusal(IReadOnlyList<Part> parts, Utf8JsonWriter json)
    {
        if (!Has<RefusalPart>(parts)) return;
        List<JsonText> texts = [.. parts.OfType<RefusalPart>().Select(part => part.Text)];
        if (texts.Count == 0) return;
        json.WritePropertyName("refusal"u8);
        JsonText.WriteJoined(texts, "\n", json);
    }

    private static bool Has<T>(IReadOnlyList<Part> parts)
    {
        for (var i = 0; i < parts.Count; i++)
        {
            if (parts[i] is T) return true;
        }

        return false;
    }

    /// <summary>Writes the calls. One without an id gets that of its number from <c>newId</c>; null leaves it as it is (requests).</summary>
    public static void Calls(IReadOnlyList<ToolCallPart> calls, Utf8JsonWriter json, LossLog losses, string path, Func<int, string>? newId)
    {
        if (calls.Count == 0) return;
        json.WriteStartArray("tool_calls"u8);
        for (var i = 0; i < calls.Count; i++)
        {
            var call = calls[i];
            if (call.Namespace is not null) losses.Note("param_dropped:namespace", $"{path}.tool_calls[{i}]");
            var custom = call.Kind == ToolKind.Custom;
            json.WriteStartObject();
            var id = call.Id.Length == 0 && newId is not null ? newId(i) : call.Id;
            if (id.Length > 0) json.WriteString("id"u8, id);
            json.WriteString("type"u8, custom ? "custom"u8 : "function"u8);
            json.WriteStartObject(custom ? "custom"u8 : "function"u8);
            json.WriteString("name"u8, call.Name);
            json.WritePropertyName(custom ? "input"u8 : "arguments"u8);
            Arguments(call, newId is not null, json);
            json.WriteEndObject();
            Seal(call.Seal, json);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes the arguments as a text, whatever form they came in. With <c>filled</c> an empty text becomes an empty object: a client
    /// will parse it.</summary>
    public static void Arguments(ToolCallPart call, bool filled, Utf8JsonWriter json)
    {
        if (call.ArgumentsText is { } text && !(filled && text.IsEmpty && call.Kind == ToolKind.Function)) text.WriteTo(json);
        else if (!call.Arguments.IsAbsent) ToolArguments.WriteText(call.Arguments, json);
        else json.WriteStringValue(ChatWords.NoArguments);
    }

    /// <summary>Google's own place for its seal in this dialect; no other seal has one.</summary>
    public static void Seal(ReasoningSeal? seal, Utf8JsonWriter json)
    {
        if (seal is not { Kind: ReasoningSealKind.ThoughtSignature }) return;
        json.WriteStartObject("extra_content"u8);
        json.WriteStartObject("google"u8);
        json.WritePropertyName("thought_signature"u8);
        seal.Data.WriteTo(json);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Writes sources that have this dialect's form; those of others only mean something where they come from.</summary>
    public static void Annotations(IReadOnlyList<TextPart> cited, Utf8JsonWriter json, LossLog losses, string path)
    {
        CitationList? own = null;
        bool isLost = false;
        for (var i = 0; i < cited.Count; i++)
        {
            var text = cited[i];
            if (text.CitationsFrom is null or Protocol.Chat && AreOwn(text.Citations)) (own ??= new CitationList()).Add(Protocol.Chat, text.Citations.Span);
            else isLost = true;
        }

        if (own is not null)
        {
            json.WritePropertyName("annotations"u8);
            own.Value.WriteTo(json);
        }

        if (isLost) losses.Note("citations_coarse", path);
    }

    /// <summary>Whether the part is a member of a message of this dialect, and not of its content.</summary>
    public static bool IsMember(Part part) =>
        part is ForeignPart { From: Protocol.Chat } foreign && foreign.Type.StartsWith(ChatWords.MessageMember, StringComparison.Ordinal);

    public static void Member(ForeignPart part, Utf8JsonWriter json)
    {
        json.WritePropertyName(part.Type[ChatWords.MessageMember.Length..]);
        part.Raw.WriteTo(json);
    }

    // {"type":"url_citation","url_citation":{…}}: each names its type twice.
    private static bool AreOwn(JsonSlice citations)
    {
        if (citations.Kind != JsonTokenType.StartArray) return false;
        var cursor = new ChatCursor(citations.Memory);
        cursor.Next();
        while (cursor.NextElement())
        {
            if (!cursor.InObject()) return false;
            JsonText? type = null;
            var names = new List<JsonText>();
            while (cursor.NextMember())
            {
                names.Add(cursor.Text());
                if (cursor.Is("type"u8)) type = cursor.NextText();
                else cursor.SkipNext();
            }

            if (type is not { } word || !names.Contains(word)) return false;
        }

        return true;
    }
}
