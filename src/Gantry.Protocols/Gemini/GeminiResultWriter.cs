using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Gemini;

/// <summary>Writes <c>functionResponse</c>: texts as one text under <c>output</c> or <c>error</c>, media beside them.</summary>
internal static class GeminiResultWriter
{
    public static void Write(ToolResultPart result, string toolName, Utf8JsonWriter json, LossLog losses, in GeminiPlace place)
    {
        json.WriteStartObject("functionResponse"u8);
        if (result.CallId.Length > 0) json.WriteString("id"u8, result.CallId);
        json.WriteString("name"u8, result.Name ?? toolName);
        json.WritePropertyName("response"u8);
        if (result.Value.Kind == JsonTokenType.StartObject)
        {
            result.Value.WriteTo(json);
        }
        else
        {
            // Always as text, even where it is JSON: an object of the tool's could have a member that means something here.
            json.WriteStartObject();
            json.WritePropertyName(result.IsError ? "error"u8 : "output"u8);
            if (result.Content is [TextPart only]) only.Text.WriteTo(json);
            else JsonText.WriteJoined([.. result.Content.OfType<TextPart>().Select(text => text.Text)], "\n", json);
            json.WriteEndObject();
        }

        WriteMedia(result, json, losses, place);
        json.WriteEndObject();
    }

    private static void WriteMedia(ToolResultPart result, Utf8JsonWriter json, LossLog losses, in GeminiPlace place)
    {
        bool begun = false;
        for (int i = 0; i < result.Content.Count; i++)
        {
            var part = result.Content[i];
            if (part is TextPart) continue;
            if (part is not (MediaPart or ForeignPart { From: Protocol.Gemini }))
            {
                losses.Note("part_dropped:" + (part is ForeignPart foreign ? foreign.Type : "tool_result"), place.Path());
                continue;
            }

            if (!begun) json.WriteStartArray("parts"u8);
            begun = true;
            if (part is MediaPart media)
            {
                json.WriteStartObject();
                GeminiMediaWriter.Write(media, json, losses, place, inResult: true);
                json.WriteEndObject();
            }
            else
            {
                ((ForeignPart)part).Raw.WriteTo(json);
            }
        }

        if (begun) json.WriteEndArray();
    }
}
