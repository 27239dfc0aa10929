using Gantry.Protocols.Json;

namespace Gantry.Protocols.Chat;

/// <summary>One element of a chunk's <c>choices</c>, as it stands: slices of the chunk. Serves all chunks of a stream, one after the other.</summary>
internal sealed class ChatChoice
{
    public long Index { get; private set; }

    /// <summary><c>finish_reason</c>; null where none is said.</summary>
    public JsonText? Finish { get; private set; }

    public ChatDelta Delta { get; } = new();

    public JsonSlice Message { get; private set; }

    public JsonSlice Error { get; private set; }

    /// <summary>Reads the object on which the cursor stands.</summary>
    public void Read(ref ChatCursor cursor)
    {
        Delta.Clear();
        (Index, Finish, Message, Error) = (0, null, default, default);
        while (cursor.NextMember())
        {
            if (cursor.Is("index"u8)) Index = cursor.NextInteger() ?? 0;
            else if (cursor.Is("delta"u8)) Delta.Read(ref cursor);
            else if (cursor.Is("message"u8)) Message = cursor.NextValue();
            else if (cursor.Is("finish_reason"u8)) Finish = cursor.NextText();
            else if (cursor.Is("error"u8)) Error = cursor.NextValue();
            else cursor.SkipNext();
        }
    }
}
