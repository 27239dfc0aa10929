using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Gemini;

/// <summary>Writes the parts of one content. A seal on empty reasoning goes onto the part that follows.</summary>
/// <param name="json">Stands inside the list of parts.</param>
/// <param name="losses">Takes what cannot be said.</param>
/// <param name="path">Where the content stands, for losses.</param>
internal sealed class GeminiPartWriter(Utf8JsonWriter json, LossLog losses, string path)
{
    private string _content = path;
    private JsonText? _seal;
    private int _index = -1;

    private GeminiPlace Place => new(_content, _index);

    /// <summary>Goes on with another content.</summary>
    /// <param name="content">Where it stands, for losses.</param>
    public void Begin(string content)
    {
        _content = content;
        _seal = null;
        _index = -1;
    }

    /// <param name="part">What to write.</param>
    /// <param name="toolName">The name of the tool whose result it is, where the part does not say it.</param>
    public void Write(Part part, string toolName = "")
    {
        _index++;
        switch (part)
        {
            case TextPart text:
                Text(text.Text);
                break;
            case RefusalPart refusal:
                Text(refusal.Text);
                break;
            case ReasoningPart reasoning:
                Reasoning(reasoning);
                break;
            case MediaPart media:
                json.WriteStartObject();
                GeminiMediaWriter.Write(media, json, losses, Place, inResult: false);
                End();
                break;
            case ToolCallPart call:
                Call(call);
                break;
            case ToolResultPart result:
                json.WriteStartObject();
                GeminiResultWriter.Write(result, toolName, json, losses, Place);
                End();
                break;
            case ForeignPart { From: Protocol.Gemini } foreign:
                foreign.Raw.WriteTo(json);
                break;
            case ForeignPart foreign:
                losses.Note("part_dropped:" + foreign.Type, Place.Path());
                break;
        }
    }

    /// <summary>Writes the seal that no part has followed.</summary>
    public void Complete()
    {
        if (_seal is not null) Text(JsonText.Empty);
    }

    private void Text(JsonText text)
    {
        json.WriteStartObject();
        json.WritePropertyName("text"u8);
        text.WriteTo(json);
        End();
    }

    private void Reasoning(ReasoningPart reasoning)
    {
        var seal = reasoning.Seal;
        if (seal is not null && seal.Kind != ReasoningSealKind.ThoughtSignature)
        {
            losses.Note("reasoning_context_lost", Place.Path());
            seal = null;
        }

        if (reasoning.Text.IsEmpty)
        {
            if (seal is null) return;
            Complete();
            _seal = seal.Data;
            return;
        }

        Complete();
        json.WriteStartObject();
        json.WritePropertyName("text"u8);
        reasoning.Text.WriteTo(json);
        json.WriteBoolean("thought"u8, true);
        _seal = seal?.Data;
        End();
    }

    private void Call(ToolCallPart call)
    {
        if (call.Namespace is not null) losses.Note("param_dropped:namespace", Place.Path());
        if (call.Seal is { Kind: ReasoningSealKind.ThoughtSignature } seal)
        {
            Complete();
            _seal = seal.Data;
        }

        json.WriteStartObject();
        json.WriteStartObject("functionCall"u8);
        if (call.Id.Length > 0) json.WriteString("id"u8, call.Id);
        json.WriteString("name"u8, call.Name);
        if (call.ArgumentsText is { } text)
        {
            json.WritePropertyName("args"u8);
            GeminiArguments.Write(text, json, losses, Place);
        }
        else if (!call.Arguments.IsAbsent)
        {
            json.WritePropertyName("args"u8);
            GeminiArguments.Write(call.Arguments, json, losses, Place);
        }

        json.WriteEndObject();
        End();
    }

    private void End()
    {
        if (_seal is { } seal)
        {
            json.WritePropertyName("thoughtSignature"u8);
            seal.WriteTo(json);
            _seal = null;
        }

        json.WriteEndObject();
    }
}
