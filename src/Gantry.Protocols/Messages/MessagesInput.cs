using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Tools;

namespace Gantry.Protocols.Messages;

/// <summary>The <c>input</c> of a tool call, which has to be an object.</summary>
internal static class MessagesInput
{
    public static void Write(ToolCallPart call, Utf8JsonWriter json, LossLog losses, in MessagesPlace place)
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

        if (text.Escaped.IndexOfAnyExcept(" "u8) < 0)
        {
            Empty(json);
        }
        else if (!ToolArguments.TryWrite(text, json))
        {
            losses.Note("arguments_repaired", place.Path());
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
}
