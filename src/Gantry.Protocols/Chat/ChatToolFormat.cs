using System.Buffers;
using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Chat;

/// <summary>The format of a custom tool: this dialect wraps the grammar once more than the hub, which has the flat form of Responses.</summary>
internal static class ChatToolFormat
{
    /// <summary><c>{type, grammar: {syntax, definition}}</c> to <c>{type, syntax, definition}</c>; anything else stays.</summary>
    public static JsonSlice Flat(JsonSlice format)
    {
        if (format.Kind == JsonTokenType.Null) return default;
        if (format.Kind != JsonTokenType.StartObject) return format;
        var (grammar, _) = Members(format);
        if (grammar.Kind != JsonTokenType.StartObject) return format;
        var flat = new ArrayBufferWriter<byte>(format.Span.Length);
        using (var json = new Utf8JsonWriter(flat, WireJson.Options))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "grammar"u8);
            CopyMembers(grammar, json);
            json.WriteEndObject();
        }

        return new JsonSlice(flat.WrittenMemory);
    }

    /// <summary>Writes the flat form as this dialect has it.</summary>
    public static void Write(JsonSlice flat, Utf8JsonWriter json)
    {
        if (flat.Kind != JsonTokenType.StartObject || Members(flat) is not (_, { } type) || !type.ValueEquals("grammar"u8))
        {
            flat.WriteTo(json);
            return;
        }

        json.WriteStartObject();
        json.WriteString("type"u8, "grammar"u8);
        json.WriteStartObject("grammar"u8);
        CopyMembers(flat, json);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static (JsonSlice Grammar, JsonText? Type) Members(JsonSlice format)
    {
        JsonSlice grammar = default;
        JsonText? type = null;
        var cursor = new ChatCursor(format.Memory);
        cursor.Next();
        while (cursor.NextMember())
        {
            if (cursor.Is("grammar"u8)) grammar = cursor.NextValue();
            else if (cursor.Is("type"u8)) type = cursor.NextText();
            else cursor.SkipNext();
        }

        return (grammar, type);
    }

    private static void CopyMembers(JsonSlice from, Utf8JsonWriter json)
    {
        var cursor = new ChatCursor(from.Memory);
        cursor.Next();
        while (cursor.NextMember())
        {
            if (cursor.Is("type"u8))
            {
                cursor.SkipNext();
                continue;
            }

            json.WritePropertyName(cursor.Text().ToString());
            cursor.NextValue().WriteTo(json);
        }
    }
}
