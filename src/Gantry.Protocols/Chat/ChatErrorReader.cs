using System.Text.Json;
using Gantry.Protocols.Json;
using Gantry.Protocols.Metering;

namespace Gantry.Protocols.Chat;

/// <summary>Reads errors that stand in a stream.</summary>
internal static class ChatErrorReader
{
    /// <summary>Whether the value of an <c>error</c> member says that there is one.</summary>
    public static bool IsError(JsonSlice error) => error.Kind switch
    {
        JsonTokenType.StartObject or JsonTokenType.StartArray => true,
        JsonTokenType.String => error.Span.Length > 2,
        _ => false,
    };

    /// <summary>The upstream's own words; its code where it has none.</summary>
    public static string Message(JsonSlice error)
    {
        if (error.Kind == JsonTokenType.StartObject)
        {
            var cursor = new ChatCursor(error.Memory);
            cursor.Next();
            while (cursor.NextMember())
            {
                if (cursor.Is("message"u8) && cursor.NextText() is { IsEmpty: false } message) return message.ToString();
                if (cursor.Kind == JsonTokenType.PropertyName) cursor.SkipNext();
            }
        }

        return ErrorText.Read(error.Span) ?? "The upstream failed in its stream.";
    }
}
