using System.Buffers;
using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Tools;

namespace Gantry.Protocols.Gemini;

/// <summary>Between arguments as a JSON value, which Gemini has, and arguments as text, which others and all streams have.</summary>
internal static class GeminiArguments
{
    /// <summary>The value's own JSON as a text, without white space between its tokens; numbers keep their spelling.</summary>
    public static JsonText ToText(JsonSlice value)
    {
        if (value.IsAbsent) return default;
        var token = new ArrayBufferWriter<byte>(value.Span.Length + 16);
        token.Write("\""u8);
        bool inString = false, escaped = false;
        foreach (byte b in value.Span)
        {
            if (!inString && b is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t') continue;
            if (b is (byte)'"' or (byte)'\\') token.Write("\\"u8);
            token.Write([b]);
            if (!inString) inString = b == '"';
            else if (escaped) escaped = false;
            else if (b == '\\') escaped = true;
            else if (b == '"') inString = false;
        }

        token.Write("\""u8);
        return new JsonText(token.WrittenMemory);
    }

    /// <summary>Writes a text as the object that Gemini demands: nothing and <c>null</c> as the empty object, what is no object inside one.</summary>
    public static void Write(JsonText text, Utf8JsonWriter json, LossLog losses, in GeminiPlace place)
    {
        var trimmed = text.Escaped.Trim(" "u8);
        if (trimmed.IsEmpty || trimmed.SequenceEqual("null"u8))
        {
            json.WriteRawValue("{}"u8, skipInputValidation: true);
            return;
        }

        if (ToolArguments.TryWrite(text, json)) return;
        losses.Note("arguments_repaired", place.Path());
        json.WriteStartObject();
        json.WritePropertyName("_raw_arguments"u8);
        text.WriteTo(json);
        json.WriteEndObject();
    }

    /// <summary>Writes a value as the object that Gemini demands.</summary>
    public static void Write(JsonSlice value, Utf8JsonWriter json, LossLog losses, in GeminiPlace place)
    {
        if (value.Kind == JsonTokenType.StartObject)
        {
            value.WriteTo(json);
            return;
        }

        json.WriteStartObject();
        if (value.Kind != JsonTokenType.Null)
        {
            losses.Note("arguments_repaired", place.Path());
            json.WritePropertyName("_raw_arguments"u8);
            value.WriteTo(json);
        }

        json.WriteEndObject();
    }
}
