using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Gemini;

/// <summary>Writes the members of a part that is a picture, a document, a sound or a film.</summary>
internal static class GeminiMediaWriter
{
    /// <param name="media">What to write.</param>
    /// <param name="json">Stands inside the part's object.</param>
    /// <param name="losses">Takes what cannot be said.</param>
    /// <param name="place">Where the part stands.</param>
    /// <param name="inResult">The part is a tool's: only there has a file a name.</param>
    public static void Write(MediaPart media, Utf8JsonWriter json, LossLog losses, in GeminiPlace place, bool inResult)
    {
        if (media.Detail is "low" or "high") losses.Note("param_dropped:detail", place.Path());
        if (media.PlainText is { } text)
        {
            json.WritePropertyName("text"u8);
            text.WriteTo(json);
            return;
        }

        var data = media.Data;
        json.WriteStartObject(data is null ? "fileData"u8 : "inlineData"u8);
        if (media.MediaType.Length > 0) json.WriteString("mimeType"u8, media.MediaType);
        json.WritePropertyName(data is null ? "fileUri"u8 : "data"u8);
        (data ?? media.Url ?? media.FileId ?? JsonText.Empty).WriteTo(json);
        if (media.FileName is { } name)
        {
            if (inResult)
            {
                json.WritePropertyName("displayName"u8);
                name.WriteTo(json);
            }
            else
            {
                losses.Note("param_dropped:filename", place.Path());
            }
        }

        json.WriteEndObject();
    }
}
