using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Metering;

namespace Gantry.Protocols.Chat;

/// <summary>Reads one whole answer: the first of its choices.</summary>
internal static class ChatAnswerReader
{
    public static ChatAnswer Read(ReadOnlyMemory<byte> body)
    {
        var cursor = new ChatCursor(body);
        if (!cursor.EnterObject()) throw new ProtocolException("The answer must be a JSON object.");
        JsonText? id = null, model = null;
        Usage? usage = null, groq = null;
        ChatAnswer? choice = null;
        while (cursor.NextMember())
        {
            if (cursor.Is("id"u8)) id = cursor.NextText();
            else if (cursor.Is("model"u8)) model = cursor.NextText();
            else if (cursor.Is("choices"u8)) choice = Choices(ref cursor);
            else if (cursor.Is("usage"u8)) usage = Usage(cursor.NextValue()) ?? usage;
            else if (cursor.Is("x_groq"u8)) groq = GroqUsage(ref cursor);
            else cursor.SkipNext();
        }

        cursor.End();
        if (choice is null) throw new ProtocolException("The answer has no choice.", "choices");
        return choice with { Id = id?.ToString() ?? "", Model = model?.ToString() ?? "", Usage = usage ?? groq };
    }

    /// <summary>The counts of a usage object; null where the value is none or has no known count.</summary>
    public static Usage? Usage(JsonSlice value) =>
        value.Kind == JsonTokenType.StartObject ? new ChatUsage().Read(value.Span, MeterQuirks.None) : null;

    /// <summary>Groq says its usage here as well.</summary>
    public static Usage? GroqUsage(ref ChatCursor cursor)
    {
        if (!cursor.EnterObject()) return null;
        Usage? usage = null;
        while (cursor.NextMember())
        {
            if (cursor.Is("usage"u8)) usage = Usage(cursor.NextValue());
            else cursor.SkipNext();
        }

        return usage;
    }

    private static ChatAnswer? Choices(ref ChatCursor cursor)
    {
        cursor.Next();
        if (cursor.Kind != JsonTokenType.StartArray)
        {
            cursor.Value();
            return null;
        }

        ChatAnswer? first = null;
        while (cursor.NextElement())
        {
            if (first is not null || !cursor.InObject()) cursor.Value();
            else first = Choice(ref cursor);
        }

        return first;
    }

    private static ChatAnswer Choice(ref ChatCursor cursor)
    {
        var message = new ChatMessage();
        message.Begin("choices[0].message");
        JsonText? finish = null, sequence = null;
        while (cursor.NextMember())
        {
            if (cursor.Is("finish_reason"u8)) finish = cursor.NextText();
            else if (cursor.Is("stop_reason"u8)) sequence = cursor.NextText();   // vLLM: the sequence that was met
            else if (!cursor.Is("message"u8)) cursor.SkipNext();
            else if (cursor.EnterObject())
            {
                while (cursor.NextMember()) Member(ref cursor, message);
            }
        }

        var parts = message.ToParts(static _ => "");
        parts.RemoveAll(part => part is TextPart { Text.IsEmpty: true, Citations.IsAbsent: true });
        var reason = ChatStops.Read(finish, parts.Exists(part => part is ToolCallPart), parts.Exists(part => part is RefusalPart));
        var met = reason == StopReason.EndTurn && sequence is { IsEmpty: false };
        return new ChatAnswer { Parts = parts, StopReason = met ? StopReason.StopSequence : reason, StopSequence = met ? sequence : null };
    }

    private static void Member(ref ChatCursor cursor, ChatMessage message)
    {
        if (cursor.Is("images"u8)) Images(cursor.NextValue(), message);
        else message.Member(ref cursor, isResult: false);
    }

    // Image models of imitators: [{"type":"image_url","image_url":{"url":"data:…"}}].
    private static void Images(JsonSlice images, ChatMessage message)
    {
        if (images.Kind != JsonTokenType.StartArray) return;
        var cursor = new ChatCursor(images.Memory);
        ChatPartReader.Content(ref cursor, message.Images, message.Path, isResult: false);
    }
}
