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
                Text(text.Text, text.Cache, json);
                break;
            case RefusalPart refusal:
                Text(refusal.Text, refusal.Cache, json);
                break;
            case ForeignPart { From: Protocol.Chat } own:
                own.Raw.WriteTo(json);
                break;
            case ForeignPart foreign:
                losses.Note("part_dropped:" + foreign.Type, path);
                break;
            case MediaPart { PlainText: { } document }:
                Text(document, part.Cache, json);
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

    /// <summary>Writes the mark in the form that this dialect's imitators have from Messages; OpenAI marks by itself.</summary>
    public static void Mark(CacheMark cache, Utf8JsonWriter json)
    {
        if (cache == CacheMark.None) return;
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
        Mark(media.Cache, json);
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
                Mark(media.Cache, json);
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
        Mark(media.Cache, json);
        json.WriteEndObject();
    }

    private static void Url(MediaPart media, Utf8JsonWriter json)
    {
        if (media.Url is { } url) url.WriteTo(json);
        else if (media.MediaType.Length == 0) (media.Data ?? default).WriteTo(json);
        else JsonText.Join([JsonText.From("data:" + media.MediaType + ";base64,"), media.Data ?? default], "").WriteTo(json);
    }

    private static bool IsData(JsonText url) => url.Escaped.StartsWith("data:"u8);

    private static void Text(JsonText text, CacheMark cache, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "text"u8);
        json.WritePropertyName("text"u8);
        text.WriteTo(json);
        Mark(cache, json);
        json.WriteEndObject();
    }

    private static string Format(string mediaType) => mediaType switch
    {
        "audio/mpeg" or "audio/mp3" => "mp3",
        "audio/wav" or "audio/x-wav" or "audio/wave" => "wav",
        _ => mediaType[(mediaType.IndexOf('/') + 1)..],
    };

    private static string Word(MediaKind kind) => kind switch
    {
        MediaKind.Image => "image",
        MediaKind.Audio => "audio",
        MediaKind.Video => "video",
        _ => "document",
    };
}
