using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Chat;

/// <summary>Writes the messages of a request: results of tools first, each in a message of its own, then what the user says.</summary>
internal sealed class ChatMessageWriter(Utf8JsonWriter json, LossLog losses)
{
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
            if (turn.Role == Role.Assistant) Assistant(turn, $"messages[{i}]");
            else Other(turn, $"messages[{i}]");
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
        foreach (var part in turn.Parts)
        {
            if (part is not ToolResultPart result) continue;
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
        var said = turn.Parts.Where(part => part is TextPart or MediaPart || (part is ForeignPart && !ChatCallWriter.IsMember(part))).ToList();
        if (said.Count > 0) Content(said, path);
        else json.WriteNull("content"u8);
        ChatCallWriter.Reasoning(turn.Parts, json);
        if (turn.Parts.OfType<ReasoningPart>().Any(reasoning => reasoning.Seal is not null)) losses.Note("reasoning_context_lost", path);
        ChatCallWriter.Refusal(turn.Parts, json);
        ChatCallWriter.Calls([.. turn.Parts.OfType<ToolCallPart>()], json, losses, path, null);
        var cited = turn.Parts.OfType<TextPart>().Where(text => !text.Citations.IsAbsent).ToList();
        ChatCallWriter.Annotations(cited, json, losses, path);
        Members(turn);
        json.WriteEndObject();
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
        foreach (var part in turn.Parts)
        {
            if (ChatCallWriter.IsMember(part)) ChatCallWriter.Member((ForeignPart)part, json);
        }
    }
}
