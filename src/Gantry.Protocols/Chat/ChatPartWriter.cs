using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Chat;

/// <summary>Writes the parts of a content. What has no form here is noted.</summary>
internal static class ChatPartWriter
{
    public static void Write(Part part, Utf8JsonWriter json, LossLog losses, string path)
    {
        switch (part)
        {
            case TextPart text:
                Text(text.Text, part, json);
                break;
            case RefusalPart refusal:
                Text(refusal.Text, part, json);
                break;
            case ForeignPart { From: Protocol.Chat } own:
                own.Raw.WriteTo(json);
                break;
            case ForeignPart foreign:
                losses.Note("part_dropped:" + foreign.Type, path);
                break;
            case MediaPart { PlainText: { } document }:
                Text(document, part, json);
                break;
            case MediaPart media:
                Media(media, json, losses, path);
                break;
            case ReasoningPart:
                losses.Note("part_dropped:reasoning", path);
                break;
            case ToolCallPart:
                losses.Note("part_dropped:tool_call", path);
                break;
            default:
                losses.Note("part_dropped:tool_result", path);
                break;
        }
    }

    /// <summary>What OpenAI calls a mark; a part that has it among its extras is marked so.</summary>
    public const string Breakpoint = "prompt_cache_breakpoint";

    /// <summary>Writes the mark: as a part's own extra says it, else in the form that this dialect's imitators have from Messages.</summary>
    public static void Mark(CacheMark cache, Utf8JsonWriter json, IReadOnlyList<ExtraMember>? extras = null)
    {
        if (cache == CacheMark.None) return;
        for (int i = 0; i < extras?.Count; i++)
        {
            if (extras[i] is not { From: Protocol.Chat, Name: Breakpoint, Value: var value }) continue;
            json.WritePropertyName(Breakpoint);
            value.WriteTo(json);
            return;
        }

        json.WriteStartObject("cache_control"u8);
        json.WriteString("type"u8, "ephemeral"u8);
        if (cache == CacheMark.Hour) json.WriteString("ttl"u8, "1h"u8);
        json.WriteEndObject();
    }

    /// <summary>Writes a picture as an answer or a request has it.</summary>
    public static void Linked(ReadOnlySpan<byte> type, MediaPart media, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, type);
        json.WriteStartObject(type);
        json.WritePropertyName("url"u8);
        Url(media, json);
        if (media.Detail.Length > 0) json.WriteString("detail"u8, media.Detail);
        json.WriteEndObject();
        Mark(media.Cache, json, media.Extras);
        json.WriteEndObject();
    }

    private static void Media(MediaPart media, Utf8JsonWriter json, LossLog losses, string path)
    {
        switch (media)
        {
            case { Kind: MediaKind.Image, FileId: null }:
                Linked("image_url"u8, media, json);
                break;
            case { Kind: MediaKind.Video, FileId: null }:
                Linked("video_url"u8, media, json);
                break;
            case { Kind: MediaKind.Audio, Data: { } sound }:
                json.WriteStartObject();
                json.WriteString("type"u8, "input_audio"u8);
                json.WriteStartObject("input_audio"u8);
                json.WritePropertyName("data"u8);
                sound.WriteTo(json);
                if (media.MediaType.Length > 0) json.WriteString("format"u8, Format(media.MediaType));
                json.WriteEndObject();
                Mark(media.Cache, json, media.Extras);
                json.WriteEndObject();
                break;
            case { Kind: MediaKind.Document } when media.Url is not { } url || IsData(url):
                File(media, json);
                break;
            default:
                losses.Note("part_dropped:" + Word(media.Kind), path);
                break;
        }
    }

    private static void File(MediaPart media, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "file"u8);
        json.WriteStartObject("file"u8);
        if (media.FileName is { } name)
        {
            json.WritePropertyName("filename"u8);
            name.WriteTo(json);
        }

        if (media.FileId is { } id)
        {
            json.WritePropertyName("file_id"u8);
            id.WriteTo(json);
        }
        else
        {
            json.WritePropertyName("file_data"u8);
            Url(media, json);
        }

        json.WriteEndObject();
        Mark(media.Cache, json, media.Extras);
        json.WriteEndObject();
    }

    /// <summary>Writes the address, or the data as one.</summary>
    public static void Url(MediaPart media, Utf8JsonWriter json)
    {
        if (media.Url is { } url) url.WriteTo(json);
        else if (media.MediaType.Length == 0) (media.Data ?? default).WriteTo(json);
        else JsonText.Join([JsonText.From("data:" + media.MediaType + ";base64,"), media.Data ?? default], "").WriteTo(json);
    }

    private static bool IsData(JsonText url) => url.Escaped.StartsWith("data:"u8);

    private static void Text(JsonText text, Part part, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "text"u8);
        json.WritePropertyName("text"u8);
        text.WriteTo(json);
        Mark(part.Cache, json, part.Extras);
        json.WriteEndObject();
    }

    /// <summary>The word for a kind of sound.</summary>
    public static string Format(string mediaType) => mediaType switch
    {
        "audio/mpeg" or "audio/mp3" => "mp3",
        "audio/wav" or "audio/x-wav" or "audio/wave" => "wav",
        _ => mediaType[(mediaType.IndexOf('/') + 1)..],
    };

    /// <summary>The word for a kind of media in a note of loss.</summary>
    public static string Word(MediaKind kind) => kind switch
    {
        MediaKind.Image => "image",
        MediaKind.Audio => "audio",
        MediaKind.Video => "video",
        _ => "document",
    };
}
