using System.Text;
using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Chat;

/// <summary>Reads pictures, films, sounds and files. What is not in the expected form is left to the caller (null).</summary>
internal static class ChatMediaReader
{
    private static ReadOnlySpan<byte> Scheme => "data:"u8;

    private static ReadOnlySpan<byte> Encoding64 => ";base64,"u8;

    /// <summary>A picture or film: <c>{url, detail}</c>, or the address alone.</summary>
    public static MediaPart? Linked(MediaKind kind, JsonSlice payload)
    {
        if (payload.Kind == JsonTokenType.String) return Located(new MediaPart(kind), new JsonText(payload.Memory));
        if (payload.Kind != JsonTokenType.StartObject) return null;
        JsonText? url = null;
        var part = new MediaPart(kind);
        var cursor = new ChatCursor(payload.Memory);
        cursor.Next();
        while (cursor.NextMember())
        {
            if (cursor.Is("url"u8)) url = cursor.NextText();
            else if (cursor.Is("detail"u8)) part = part with { Detail = cursor.NextText()?.ToString() ?? "" };
            else cursor.SkipNext();
        }

        return url is { } address ? Located(part, address) : null;
    }

    /// <summary>A sound: <c>{data, format}</c>.</summary>
    public static MediaPart? Audio(JsonSlice payload)
    {
        if (payload.Kind != JsonTokenType.StartObject) return null;
        JsonText? data = null;
        var format = "";
        var cursor = new ChatCursor(payload.Memory);
        cursor.Next();
        while (cursor.NextMember())
        {
            if (cursor.Is("data"u8)) data = cursor.NextText();
            else if (cursor.Is("format"u8)) format = cursor.NextText()?.ToString() ?? "";
            else cursor.SkipNext();
        }

        var mediaType = format switch
        {
            "" => "",
            "mp3" => "audio/mpeg",
            _ => "audio/" + format,
        };
        return data is { } sound ? new MediaPart(MediaKind.Audio) { Data = sound, MediaType = mediaType } : null;
    }

    /// <summary>A file: <c>{filename, file_data}</c> or <c>{file_id}</c>.</summary>
    public static MediaPart? File(JsonSlice payload)
    {
        if (payload.Kind != JsonTokenType.StartObject) return null;
        JsonText? data = null, id = null, name = null;
        var cursor = new ChatCursor(payload.Memory);
        cursor.Next();
        while (cursor.NextMember())
        {
            if (cursor.Is("file_data"u8)) data = cursor.NextText();
            else if (cursor.Is("file_id"u8)) id = cursor.NextText();
            else if (cursor.Is("filename"u8)) name = cursor.NextText();
            else cursor.SkipNext();
        }

        var part = new MediaPart(MediaKind.Document) { FileName = name };
        if (data is { } content) return content.Escaped.StartsWith(Scheme) ? Located(part, content) : part with { Data = content };
        return id is null ? null : part with { FileId = id };
    }

    // Only the plain form is taken apart, which can be put together again; any other address is kept whole.
    private static MediaPart Located(MediaPart part, JsonText url)
    {
        var text = url.Escaped;
        if (!text.StartsWith(Scheme)) return part with { Url = url };
        var comma = text.IndexOf((byte)',');
        var mark = text.IndexOf(Encoding64);
        if (mark < 0 || mark + Encoding64.Length - 1 != comma) return part with { Url = url };
        var mediaType = Encoding.UTF8.GetString(text[Scheme.Length..mark]).Replace("\\/", "/");
        if (mediaType.Length == 0 || mediaType.AsSpan().ContainsAny(';', '\\')) return part with { Url = url };
        var payload = text[(comma + 1)..];
        var token = new byte[payload.Length + 2];
        token[0] = token[^1] = (byte)'"';
        payload.CopyTo(token.AsSpan(1));
        return part with { MediaType = mediaType, Data = new JsonText(token) };
    }
}
