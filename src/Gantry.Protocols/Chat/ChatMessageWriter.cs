using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Chat;

/// <summary>Writes the messages of a request: results of tools first, each in a message of its own, then what the user says.</summary>
internal sealed class ChatMessageWriter(Utf8JsonWriter json, LossLog losses)
{
    private readonly List<Part> _said = [];
    private readonly List<ToolCallPart> _calls = [];
    private readonly List<TextPart> _cited = [];

    public void Write(ChatRequest request)
    {
        json.WriteStartArray("messages"u8);
        if (request.Instructions.Count > 0)
        {
            json.WriteStartObject();
            json.WriteString("role"u8, Instructor(request.Instructions[0].Extras));
            Content(request.Instructions, "system");
            json.WriteEndObject();
        }

        for (var i = 0; i < request.Turns.Count; i++)
        {
            var turn = request.Turns[i];
            if (turn.Role == Role.Assistant) Assistant(turn, IndexedPath.Of("messages", i));
            else Other(turn, IndexedPath.Of("messages", i));
        }

        json.WriteEndArray();
    }

    // The hub has one word for both; a target that wants the other says so.
    private static ReadOnlySpan<byte> Instructor(IReadOnlyList<ExtraMember> extras)
    {
        foreach (var extra in extras)
        {
            if (extra is { From: Protocol.Chat, Name: "role" } && extra.Value.Span.SequenceEqual("\"developer\""u8)) return "developer"u8;
        }

        return "system"u8;
    }

    private void Other(Turn turn, string path)
    {
        var results = 0;
        for (var i = 0; i < turn.Parts.Count; i++)
        {
            if (turn.Parts[i] is not ToolResultPart result) continue;
            Result(result, path);
            results++;
        }

        if (results > 0 && results == turn.Parts.Count) return;
        Begin(turn, turn.Role == Role.System ? Instructor(turn.Extras) : "user"u8);
        Content([.. turn.Parts.Where(part => part is not ToolResultPart && !ChatCallWriter.IsMember(part))], path);
        Members(turn);
        json.WriteEndObject();
    }

    private void Assistant(Turn turn, string path)
    {
        Begin(turn, "assistant"u8);
        Sort(turn.Parts, out bool isSealed);
        if (_said.Count > 0) Content(_said, path);
        else json.WriteNull("content"u8);
        ChatCallWriter.Reasoning(turn.Parts, json);
        if (isSealed) losses.Note("reasoning_context_lost", path);
        ChatCallWriter.Refusal(turn.Parts, json);
        ChatCallWriter.Calls(_calls, json, losses, path, null);
        ChatCallWriter.Annotations(_cited, json, losses, path);
        Members(turn);
        json.WriteEndObject();
    }

    // What stands in the content, what beside it.
    private void Sort(IReadOnlyList<Part> parts, out bool isSealed)
    {
        _said.Clear();
        _calls.Clear();
        _cited.Clear();
        isSealed = false;
        for (var i = 0; i < parts.Count; i++)
        {
            var part = parts[i];
            if (part is TextPart or MediaPart || (part is ForeignPart && !ChatCallWriter.IsMember(part))) _said.Add(part);
            if (part is TextPart { Citations.IsAbsent: false } text) _cited.Add(text);
            if (part is ToolCallPart call) _calls.Add(call);
            isSealed |= part is ReasoningPart { Seal: not null };
        }
    }

    private void Begin(Turn turn, ReadOnlySpan<byte> role)
    {
        json.WriteStartObject();
        json.WriteString("role"u8, role);
        if (turn.SpeakerName is { } name) json.WriteString("name"u8, name);
    }

    private void Result(ToolResultPart result, string path)
    {
        json.WriteStartObject();
        json.WriteString("role"u8, "tool"u8);
        json.WriteString("tool_call_id"u8, result.CallId);
        if (result.Name is { } name) json.WriteString("name"u8, name);
        Content(result.IsError ? Blamed(result.Content) : result.Content, path);
        json.WriteEndObject();
    }

    // The dialect has no word for a failed tool but the text itself.
    private static IReadOnlyList<Part> Blamed(IReadOnlyList<Part> content) => content switch
    {
        [TextPart first, ..] when SaysError(first.Text) => content,
        [TextPart first, ..] => [first with { Text = JsonText.Join([JsonText.From("Error: "), first.Text], "") }, .. content.Skip(1)],
        _ => [new TextPart(JsonText.From("Error")), .. content],
    };

    private static bool SaysError(JsonText text)
    {
        var escaped = text.Escaped;
        return escaped.Length >= 5 && System.Text.Ascii.EqualsIgnoreCase(escaped[..5], "error"u8);
    }

    private void Content(IReadOnlyList<Part> parts, string path)
    {
        json.WritePropertyName("content"u8);
        if (parts is [TextPart { Cache: CacheMark.None } only])
        {
            only.Text.WriteTo(json);
            return;
        }

        if (parts.Count == 0)
        {
            json.WriteStringValue(""u8);
            return;
        }

        json.WriteStartArray();
        for (var i = 0; i < parts.Count; i++) ChatPartWriter.Write(parts[i], json, losses, path);
        json.WriteEndArray();
    }

    private void Members(Turn turn)
    {
        for (var i = 0; i < turn.Parts.Count; i++)
        {
            if (ChatCallWriter.IsMember(turn.Parts[i])) ChatCallWriter.Member((ForeignPart)turn.Parts[i], json);
        }
    }
}
