using Gantry.Protocols.Chat;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Responses;

/// <summary>The events that streams consist of: a piece of a text, a thought or a call. Read without a list of their members, because there are many.</summary>
/// <param name="Kind">What grows; a call of either kind is a <see cref="BlockKind.ToolCall"/>.</param>
/// <param name="IsSummary">A thought is told as a summary.</param>
/// <param name="Index"><c>output_index</c>; null where it is not said.</param>
/// <param name="Part"><c>content_index</c> or <c>summary_index</c>, whichever the kind counts by.</param>
/// <param name="Text">What is added.</param>
internal readonly record struct ResponsesDelta(BlockKind Kind, bool IsSummary, long? Index, long Part, JsonText Text)
{
    /// <summary>Reads the event; false where it is another, or stands in a form that only the reader of members understands.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> json, out ResponsesDelta delta)
    {
        delta = default;
        if (json.Span.IndexOf(".delta\""u8) < 0) return false;
        var cursor = new ChatCursor(json);
        if (!cursor.EnterObject()) return false;
        (BlockKind Kind, bool IsSummary)? kind = null;
        long? index = null, content = null, summary = null;
        JsonText? text = null;
        while (cursor.NextMember())
        {
            if (cursor.Is("type"u8))
            {
                cursor.Next();
                if ((kind = KindOf(cursor)) is null) return false;
            }
            else if (cursor.Is("output_index"u8))
            {
                if ((index = cursor.NextInteger()) is null) return false;
            }
            else if (cursor.Is("content_index"u8))
            {
                if ((content = cursor.NextInteger()) is null) return false;
            }
            else if (cursor.Is("summary_index"u8))
            {
                if ((summary = cursor.NextInteger()) is null) return false;
            }
            else if (cursor.Is("delta"u8))
            {
                if ((text = cursor.NextText()) is null) return false;
            }
            else
            {
                cursor.SkipNext();
            }
        }

        cursor.End();
        if (kind is not { } grows) return false;
        delta = new ResponsesDelta(grows.Kind, grows.IsSummary, index, (grows.IsSummary ? summary : content) ?? 0, text ?? default);
        return true;
    }

    private static (BlockKind Kind, bool IsSummary)? KindOf(in ChatCursor type)
    {
        if (type.Is("response.output_text.delta"u8)) return (BlockKind.Text, false);
        if (type.Is("response.function_call_arguments.delta"u8) || type.Is("response.custom_tool_call_input.delta"u8)) return (BlockKind.ToolCall, false);
        if (type.Is("response.reasoning_summary_text.delta"u8)) return (BlockKind.Reasoning, true);
        if (type.Is("response.reasoning_text.delta"u8)) return (BlockKind.Reasoning, false);
        return type.Is("response.refusal.delta"u8) ? (BlockKind.Refusal, false) : null;
    }
}
