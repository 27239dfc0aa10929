using System.Text.Json;
using Gantry.Protocols.Chat;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Responses;

/// <summary>Writes the parts of a content. What has no form here is noted.</summary>
internal sealed class ResponsesContentWriter(Utf8JsonWriter json, LossLog losses)
{
    /// <summary>Whether the part can stand in the content of a message.</summary>
    public static bool IsContent(Part part) => part is TextPart or RefusalPart or MediaPart;

    /// <param name="part">What is said.</param>
    /// <param name="isAnswer">The model says it: its texts have another type than those of the user.</param>
    /// <param name="path">Where it stands.</param>
    public void Write(Part part, bool isAnswer, string path)
    {
        switch (part)
        {
            case TextPart text:
                Text(text, isAnswer, path);
                break;
            case RefusalPart refusal:
                Open("refusal"u8);
                Member("refusal", refusal.Text);
                Close(part, path);
                break;
            case MediaPart { PlainText: { } plain }:
                Text(new TextPart(plain) { Cache = part.Cache }, isAnswer, path);
                break;
            case MediaPart media:
                Media(media, path);
                break;
            case ForeignPart { From: Protocol.Responses } own:
                own.Raw.WriteTo(json);
                break;
            case ForeignPart foreign:
                losses.Note("part_dropped:" + foreign.Type, path);
                break;
            default:
                losses.Note(part is ReasoningPart ? "part_dropped:reasoning" : "part_dropped:tool_call", path);
                break;
        }
    }

    public void Extras(IReadOnlyList<ExtraMember> extras, string path)
    {
        foreach (var extra in extras)
        {
            if (extra.From != Protocol.Responses)
            {
                losses.Note("param_dropped:" + extra.Name, path);
                continue;
            }

            json.WritePropertyName(extra.Name);
            extra.Value.WriteTo(json);
        }
    }

    private void Text(TextPart text, bool isAnswer, string path)
    {
        Open(isAnswer ? "output_text"u8 : "input_text"u8);
        Member("text", text.Text);
        bool isCited = !text.Citations.IsAbsent && text.CitationsFrom is null or Protocol.Responses;
        if (!text.Citations.IsAbsent && !isCited) losses.Note("citations_coarse", path);
        if (isAnswer)
        {
            json.WritePropertyName("annotations"u8);
            if (isCited && !text.Citations.IsAbsent) text.Citations.WriteTo(json);
            else Empty();
            if (!text.Extras.Any(extra => extra is { From: Protocol.Responses, Name: "logprobs" }))
            {
                json.WritePropertyName("logprobs"u8);
                Empty();
            }
        }

        Close(text, path);
    }

    private void Media(MediaPart media, string path)
    {
        switch (media)
        {
            case { Kind: MediaKind.Image }:
                Open("input_image"u8);
                if (media.FileId is { } image) Member("file_id", image);
                else Url("image_url", media);
                if (media.Detail.Length > 0) json.WriteString("detail"u8, media.Detail);
                break;
            case { Kind: MediaKind.Document }:
                Open("input_file"u8);
                if (media.FileName is { } name) Member("filename", name);
                if (media.FileId is { } file) Member("file_id", file);
                else if (media.Url is { } url && !url.Escaped.StartsWith("data:"u8)) Member("file_url", url);
                else Url("file_data", media);
                break;
            case { Kind: MediaKind.Audio, Data: { } sound }:
                Open("input_audio"u8);
                json.WriteStartObject("input_audio"u8);
                Member("data", sound);
                if (media.MediaType.Length > 0) json.WriteString("format"u8, ChatPartWriter.Format(media.MediaType));
                json.WriteEndObject();
                break;
            default:
                losses.Note("part_dropped:" + ChatPartWriter.Word(media.Kind), path);
                return;
        }

        Close(media, path);
    }

    private void Url(string name, MediaPart media)
    {
        json.WritePropertyName(name);
        ChatPartWriter.Url(media, json);
    }

    private void Open(ReadOnlySpan<byte> type)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, type);
    }

    private void Close(Part part, string path)
    {
        if (part.Cache != CacheMark.None)
        {
            json.WriteStartObject("prompt_cache_breakpoint"u8);
            json.WriteString("mode"u8, "explicit"u8);
            json.WriteEndObject();
        }

        Extras(part.Extras, path);
        json.WriteEndObject();
    }

    private void Member(string name, JsonText text)
    {
        json.WritePropertyName(name);
        text.WriteTo(json);
    }

    private void Empty()
    {
        json.WriteStartArray();
        json.WriteEndArray();
    }
}
