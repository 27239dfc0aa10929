using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Messages;

/// <summary>Writes content, and what blocks share.</summary>
internal sealed class MessagesBlockWriter(Utf8JsonWriter json, LossLog losses)
{
    /// <summary>Writes the parts as a plain text where that says it all, else as a list of blocks.</summary>
    public void Content(IReadOnlyList<Part> parts, in MessagesPlace place)
    {
        if (parts is [TextPart { Cache: CacheMark.None, Extras.Count: 0, Citations.IsAbsent: true } text])
        {
            text.Text.WriteTo(json);
            return;
        }

        json.WriteStartArray();
        for (int i = 0; i < parts.Count; i++) Block(parts[i], place.At(i));
        json.WriteEndArray();
    }

    /// <summary>Writes one block, or notes that there is no word for it.</summary>
    public void Block(Part part, in MessagesPlace place)
    {
        switch (part)
        {
            case TextPart text:
                Open("text"u8, "text"u8, text.Text);
                Citations(text, place);
                break;
            case RefusalPart refusal:
                Open("text"u8, "text"u8, refusal.Text);
                break;
            case MediaPart { Kind: MediaKind.Image or MediaKind.Document } media:
                Media(media);
                break;
            case ReasoningPart reasoning when !Reasoning(reasoning, place):
                return;
            case ReasoningPart:
                break;
            case ToolCallPart call:
                Call(call, call.Id, place);
                break;
            case ToolResultPart result:
                Result(result, place);
                break;
            case ForeignPart foreign when foreign.From == Protocol.Messages:
                foreign.Raw.WriteTo(json);
                return;
            case ForeignPart foreign:
                losses.Note("part_dropped:" + foreign.Type, place.Path());
                return;
            case MediaPart media:
                losses.Note(media.Kind == MediaKind.Audio ? "part_dropped:audio" : "part_dropped:video", place.Path());
                return;
        }

        Close(part, place);
    }

    /// <summary>Begins a block of this type with its one text.</summary>
    public void Open(ReadOnlySpan<byte> type, ReadOnlySpan<byte> member, JsonText text)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, type);
        Text(member, text);
    }

    public void Citations(TextPart text, in MessagesPlace place)
    {
        if (text.Citations.IsAbsent) return;
        if (text.CitationsFrom == Protocol.Messages)
        {
            json.WritePropertyName("citations"u8);
            text.Citations.WriteTo(json);
        }
        else
        {
            losses.Note("citations_coarse", place.Path());
        }
    }

    /// <summary>Begins a tool call.</summary>
    public void Call(ToolCallPart call, string id, in MessagesPlace place)
    {
        if (call.Namespace is not null) losses.Note("param_dropped:namespace", place.Path());
        if (call.Seal is not null) losses.Note("reasoning_context_lost", place.Path());
        json.WriteStartObject();
        json.WriteString("type"u8, "tool_use"u8);
        json.WriteString("id"u8, id);
        json.WriteString("name"u8, call.Name);
        json.WritePropertyName("input"u8);
        MessagesInput.Write(call, json, losses, place);
    }

    /// <summary>Ends a block with its mark and what else it had.</summary>
    public void Close(Part part, in MessagesPlace place)
    {
        Mark(part.Cache, part.Extras);
        Extras(part.Extras, place);
        json.WriteEndObject();
    }

    /// <summary>Writes the mark in its own words where it has any.</summary>
    public void Mark(CacheMark mark, IReadOnlyList<ExtraMember> extras)
    {
        if (mark == CacheMark.None) return;
        json.WritePropertyName("cache_control"u8);
        foreach (var extra in extras)
        {
            if (extra.From != Protocol.Messages || extra.Name != "cache_control") continue;
            extra.Value.WriteTo(json);
            return;
        }

        json.WriteStartObject();
        json.WriteString("type"u8, "ephemeral"u8);
        if (mark == CacheMark.Hour) json.WriteString("ttl"u8, "1h"u8);
        json.WriteEndObject();
    }

    public void Extras(IReadOnlyList<ExtraMember> extras, in MessagesPlace place)
    {
        foreach (var extra in extras)
        {
            if (extra.From != Protocol.Messages)
            {
                losses.Note("param_dropped:" + extra.Name, place.Path());
            }
            else if (extra.Name != "cache_control" || extra.Value.Kind != JsonTokenType.StartObject)
            {
                json.WritePropertyName(extra.Name);
                extra.Value.WriteTo(json);
            }
        }
    }

    private void Media(MediaPart media)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, media.Kind == MediaKind.Image ? "image"u8 : "document"u8);
        json.WriteStartObject("source"u8);
        var (type, member, value) = media switch
        {
            { Url: { } url } => ("url", "url", url),
            { FileId: { } file } => ("file", "file_id", file),
            { PlainText: { } text } => ("text", "data", text),
            _ => ("base64", "data", media.Data ?? JsonText.Empty),
        };
        json.WriteString("type"u8, type);
        if (media.MediaType.Length > 0) json.WriteString("media_type"u8, media.MediaType);
        json.WritePropertyName(member);
        value.WriteTo(json);
        json.WriteEndObject();
        if (media.FileName is { } title && media.Kind == MediaKind.Document) Text("title"u8, title);
    }

    // Somebody else's seal is worth nothing here, and thought without a valid one is refused.
    private bool Reasoning(ReasoningPart reasoning, in MessagesPlace place)
    {
        switch (reasoning.Seal)
        {
            case { Kind: ReasoningSealKind.Redacted } redacted:
                Open("redacted_thinking"u8, "data"u8, redacted.Data);
                return true;
            case null:
                Open("thinking"u8, "thinking"u8, reasoning.Text);
                return true;
            case { Kind: ReasoningSealKind.Signature } signature:
                Open("thinking"u8, "thinking"u8, reasoning.Text);
                Text("signature"u8, signature.Data);
                return true;
            default:
                losses.Note("reasoning_context_lost", place.Path());
                return false;
        }
    }

    private void Result(ToolResultPart result, in MessagesPlace place)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "tool_result"u8);
        json.WriteString("tool_use_id"u8, result.CallId);
        if (result.Content.Count > 0)
        {
            json.WritePropertyName("content"u8);
            Content(result.Content, place);
        }

        if (result.IsError) json.WriteBoolean("is_error"u8, true);
    }

    private void Text(ReadOnlySpan<byte> name, JsonText text)
    {
        json.WritePropertyName(name);
        text.WriteTo(json);
    }
}
