using System.Text;
using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Messages;

/// <summary>The <c>input</c> of a tool call, which has to be an object.</summary>
internal static class MessagesInput
{
    public static void Write(ToolCallPart call, Utf8JsonWriter json, LossLog losses, string path)
    {
        if (call.ArgumentsText is not { } text)
        {
            if (call.Arguments.IsAbsent) Empty(json);
            else call.Arguments.WriteTo(json);
            return;
        }

        if (call.Kind == ToolKind.Custom)
        {
            Wrap("input"u8, text, json);
            return;
        }

        var arguments = Encoding.UTF8.GetBytes(text.ToString()).AsSpan().Trim(" \t\r\n"u8);
        if (arguments.IsEmpty)
        {
            Empty(json);
        }
        else if (IsObject(arguments))
        {
            json.WriteRawValue(arguments, skipInputValidation: true);
        }
        else
        {
            losses.Note("arguments_repaired", path);
            Wrap("_raw_arguments"u8, text, json);
        }
    }

    private static void Empty(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteEndObject();
    }

    private static void Wrap(ReadOnlySpan<byte> name, JsonText text, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WritePropertyName(name);
        text.WriteTo(json);
        json.WriteEndObject();
    }

    private static bool IsObject(ReadOnlySpan<byte> text)
    {
        if (text[0] != '{') return false;
        try
        {
            var reader = new Utf8JsonReader(text);
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
