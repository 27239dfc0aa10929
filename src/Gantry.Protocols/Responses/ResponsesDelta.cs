using Gantry.Protocols.Chat;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Responses;

/// <summary>The event that streams consist of: a piece of a text. Read without a list of its members, because there are many.</summary>
/// <param name="Index"><c>output_index</c>; null where it is not said.</param>
/// <param name="Part"><c>content_index</c>.</param>
/// <param name="Text">What is added.</param>
internal readonly record struct ResponsesDelta(long? Index, long Part, JsonText Text)
{
    /// <summary>Reads the event; false where it is another, or stands in a form that only the reader of members understands.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> json, out ResponsesDelta delta)
    {
        delta = default;
        if (json.Span.IndexOf("\"response.output_text.delta\""u8) < 0) return false;
        var cursor = new ChatCursor(json);
        if (!cursor.EnterObject()) return false;
        bool isText = false;
        long? index = null, part = null;
        JsonText? text = null;
        while (cursor.NextMember())
        {
            if (cursor.Is("type"u8))
            {
                if (cursor.NextText() is not { } type || !type.ValueEquals("response.output_text.delta"u8)) return false;
                isText = true;
            }
            else if (cursor.Is("output_index"u8))
            {
                if ((index = cursor.NextInteger()) is null) return false;
            }
            else if (cursor.Is("content_index"u8))
            {
                if ((part = cursor.NextInteger()) is null) return false;
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
        delta = new ResponsesDelta(index, part ?? 0, text ?? default);
        return isText;
    }
}
