using System.Globalization;
using System.Text;
using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Converse;

/// <summary>Writes pictures, documents, sounds and films.</summary>
/// <remarks>There is no place for an address, nor for a file that is not in S3. Documents must have a name of few characters: one of others is
/// spelled in those, one without a name is numbered, so that the same prefix stays the same.</remarks>
internal sealed class ConverseMediaWriter(Utf8JsonWriter json, LossLog losses)
{
    private const int LongestName = 200;

    private int _documents;

    /// <summary>False where there is no word for it, which is noted.</summary>
    public bool Write(MediaPart media, ConverseBlockWriter blocks, in ConversePlace place)
    {
        string kind = media.Kind switch
        {
            MediaKind.Image => "image",
            MediaKind.Document => "document",
            MediaKind.Audio => "audio",
            _ => "video",
        };
        if (media.Kind == MediaKind.Document) _documents++;
        bool isFile = (media.FileId ?? media.Url) is { } file && file.Escaped.StartsWith("s3:"u8);
        if (!isFile && media.Data is null && media.PlainText is null)
        {
            losses.Note("part_dropped:" + kind, place.Path());
            return false;
        }

        json.WriteStartObject();
        json.WriteStartObject(kind);
        if (ConverseFormats.Format(media.Kind, media.MediaType) is { } format) json.WriteString("format"u8, format);
        if (media.Kind == MediaKind.Document) Name(media.FileName);
        json.WriteStartObject("source"u8);
        if (isFile) Location(media);
        else Text(media.Data is null ? "text"u8 : "bytes"u8, media.Data ?? media.PlainText!.Value);
        json.WriteEndObject();
        blocks.Extras(media.Extras, place);
        json.WriteEndObject();
        json.WriteEndObject();
        return true;
    }

    private void Location(MediaPart media)
    {
        json.WriteStartObject("s3Location"u8);
        Text("uri"u8, (media.FileId ?? media.Url)!.Value);
        foreach (var extra in media.Extras)
        {
            if (extra.From != Protocol.Converse || extra.Name != ConverseWords.Owner) continue;
            json.WritePropertyName("bucketOwner"u8);
            extra.Value.WriteTo(json);
        }

        json.WriteEndObject();
    }

    private void Name(JsonText? name)
    {
        json.WritePropertyName("name"u8);
        if (name is { IsEmpty: false } given && IsPlain(given.Escaped)) given.WriteTo(json);
        else json.WriteStringValue(name is { IsEmpty: false } other && Spelled(other.ToString()) is { Length: > 0 } spelled
            ? spelled
            : string.Create(CultureInfo.InvariantCulture, $"Document {_documents}"));
    }

    // No two white spaces in a row.
    private static bool IsPlain(ReadOnlySpan<byte> name)
    {
        if (name.Length > LongestName || name.IndexOf("  "u8) >= 0) return false;
        foreach (byte one in name)
        {
            if (!char.IsAsciiLetterOrDigit((char)one) && " -()[]"u8.IndexOf(one) < 0) return false;
        }

        return true;
    }

    private static string Spelled(string name)
    {
        var spelled = new StringBuilder();
        foreach (char one in name)
        {
            if (char.IsWhiteSpace(one) && (spelled.Length == 0 || spelled[^1] == ' ')) continue;
            if (char.IsWhiteSpace(one)) spelled.Append(' ');
            else spelled.Append(char.IsAsciiLetterOrDigit(one) || one is '-' or '(' or ')' or '[' or ']' ? one : '-');
            if (spelled.Length == LongestName) break;
        }

        return spelled.ToString().TrimEnd();
    }

    private void Text(ReadOnlySpan<byte> name, JsonText text)
    {
        json.WritePropertyName(name);
        text.WriteTo(json);
    }
}
