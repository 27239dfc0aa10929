using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Tools;

namespace Gantry.Protocols.Converse;

/// <summary>Writes content: one object of one member for each part, and a cache point behind each that is marked.</summary>
internal sealed class ConverseBlockWriter(Utf8JsonWriter json, LossLog losses)
{
    private readonly ConverseMediaWriter _media = new(json, losses);

    public void Content(IReadOnlyList<Part> parts, in ConversePlace place)
    {
        json.WriteStartArray();
        for (int i = 0; i < parts.Count; i++) Block(parts[i], place.At(i));
        json.WriteEndArray();
    }

    /// <summary>Writes one block, or notes that there is no word for it.</summary>
    public void Block(Part part, in ConversePlace place)
    {
        if (Written(part, place)) ConverseCachePoint.Write(json, part.Cache);
    }

    /// <summary>Writes a call under this id.</summary>
    public void Call(ToolCallPart call, string id, in ConversePlace place)
    {
        if (call.Namespace is not null) losses.Note("param_dropped:namespace", place.Path());
        if (call.Seal is not null) losses.Note("reasoning_context_lost", place.Path());
        json.WriteStartObject();
        json.WriteStartObject("toolUse"u8);
        json.WriteString("toolUseId"u8, id);
        json.WriteString("name"u8, call.Name);
        json.WritePropertyName("input"u8);
        if (call is not { Kind: ToolKind.Function, ArgumentsText: { } text } || !ToolArguments.TryWrite(text, json)) Input(call, place).WriteTo(json);
        Extras(call.Extras, place);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Writes a thought; its signature where it has one of this dialect.</summary>
    public void Thought(ReasoningPart reasoning)
    {
        json.WriteStartObject();
        json.WriteStartObject("reasoningContent"u8);
        if (reasoning.Seal is { Kind: ReasoningSealKind.Redacted } redacted)
        {
            Member("redactedContent"u8, redacted.Data);
        }
        else
        {
            json.WriteStartObject("reasoningText"u8);
            Member("text"u8, reasoning.Text);
            if (reasoning.Seal is { Kind: ReasoningSealKind.Signature } signature) Member("signature"u8, signature.Data);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Writes members beside those of the hub; what stands elsewhere in the block is not among them.</summary>
    public void Extras(IReadOnlyList<ExtraMember> extras, in ConversePlace place)
    {
        foreach (var extra in extras)
        {
            if (extra.From != Protocol.Converse)
            {
                losses.Note("param_dropped:" + extra.Name, place.Path());
            }
            else if (extra.Name is not (ConverseWords.Owner or ConverseWords.Guard or ConverseWords.Json))
            {
                json.WritePropertyName(extra.Name);
                extra.Value.WriteTo(json);
            }
        }
    }

    private bool Written(Part part, in ConversePlace place)
    {
        switch (part)
        {
            case TextPart text:
                Text(text, place);
                return true;
            case RefusalPart refusal:
                Plain(refusal.Text);
                Foreign(refusal.Extras, place);
                return true;
            case MediaPart media:
                return _media.Write(media, this, place);
            case ReasoningPart { Seal: null or { Kind: ReasoningSealKind.Signature or ReasoningSealKind.Redacted } } reasoning:
                Thought(reasoning);
                Foreign(reasoning.Extras, place);
                return true;
            case ReasoningPart:
                losses.Note("reasoning_context_lost", place.Path());
                return false;
            case ToolCallPart call:
                Call(call, call.Id, place);
                return true;
            case ToolResultPart result:
                Result(result, place);
                return true;
            case ForeignPart foreign when foreign.From == Protocol.Converse:
                foreign.Raw.WriteTo(json);
                return true;
            case ForeignPart foreign:
                losses.Note("part_dropped:" + foreign.Type, place.Path());
                return false;
            default:
                return false;
        }
    }

    private void Text(TextPart text, in ConversePlace place)
    {
        var (form, value) = Form(text.Extras);
        if (form == ConverseWords.Json)
        {
            json.WriteStartObject();
            json.WritePropertyName("json"u8);
            value.WriteTo(json);
            json.WriteEndObject();
        }
        else if (form == ConverseWords.Guard)
        {
            Guarded(text.Text, value);
        }
        else if (text.CitationsFrom == Protocol.Converse && !text.Citations.IsAbsent)
        {
            Cited(text);
        }
        else
        {
            if (!text.Citations.IsAbsent) losses.Note("citations_coarse", place.Path());
            Plain(text.Text);
        }

        Foreign(text.Extras, place);
    }

    private static (string Form, JsonSlice Value) Form(IReadOnlyList<ExtraMember> extras)
    {
        foreach (var extra in extras)
        {
            if (extra.From == Protocol.Converse && extra.Name is ConverseWords.Json or ConverseWords.Guard) return (extra.Name, extra.Value);
        }

        return ("", default);
    }

    private void Plain(JsonText text)
    {
        json.WriteStartObject();
        Member("text"u8, text);
        json.WriteEndObject();
    }

    private void Guarded(JsonText text, JsonSlice qualifiers)
    {
        json.WriteStartObject();
        json.WriteStartObject("guardContent"u8);
        json.WriteStartObject("text"u8);
        Member("text"u8, text);
        if (!qualifiers.Span.SequenceEqual("[]"u8))
        {
            json.WritePropertyName("qualifiers"u8);
            qualifiers.WriteTo(json);
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void Cited(TextPart text)
    {
        json.WriteStartObject();
        json.WriteStartObject("citationsContent"u8);
        json.WriteStartArray("content"u8);
        Plain(text.Text);
        json.WriteEndArray();
        json.WritePropertyName("citations"u8);
        text.Citations.WriteTo(json);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private JsonSlice Input(ToolCallPart call, in ConversePlace place)
    {
        if (call.ArgumentsText is not { } text) return call.Arguments.IsAbsent ? ToolArguments.Empty : call.Arguments;
        return call.Kind == ToolKind.Custom ? CustomTool.Wrap(text) : ToolArguments.ToObject(text, losses, place.Path());
    }

    private void Result(ToolResultPart result, in ConversePlace place)
    {
        json.WriteStartObject();
        json.WriteStartObject("toolResult"u8);
        json.WriteString("toolUseId"u8, result.CallId);
        json.WriteStartArray("content"u8);
        var value = result.Value;
        for (int i = 0; i < result.Content.Count; i++)
        {
            // The value says what the texts say, once.
            if (result.Value.IsAbsent || result.Content[i] is not TextPart) Block(result.Content[i], place.At(i));
            else if (!value.IsAbsent) Value(ref value);
        }

        if (!value.IsAbsent) Value(ref value);
        json.WriteEndArray();
        if (result.IsError) json.WriteString("status"u8, "error"u8);
        Extras(result.Extras, place);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void Value(ref JsonSlice value)
    {
        json.WriteStartObject();
        json.WritePropertyName("json"u8);
        value.WriteTo(json);
        json.WriteEndObject();
        value = default;
    }

    // A union has no room for more.
    private void Foreign(IReadOnlyList<ExtraMember> extras, in ConversePlace place)
    {
        foreach (var extra in extras)
        {
            if (extra.From != Protocol.Converse) losses.Note("param_dropped:" + extra.Name, place.Path());
        }
    }

    private void Member(ReadOnlySpan<byte> name, JsonText text)
    {
        json.WritePropertyName(name);
        text.WriteTo(json);
    }
}
