using System.Text.Json;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Chat;

/// <summary>OpenRouter's <c>reasoning_details</c>: pieces of thought, some as text, some as a summary, some sealed.</summary>
internal static class ChatDetails
{
    /// <summary>A thought as some vendors say that they do not tell it.</summary>
    public static bool IsPlaceholder(JsonText thought) => thought.ValueEquals("[reasoning unavailable]"u8);

    /// <summary>What can be read of them; empty where nothing can.</summary>
    public static JsonText Read(JsonSlice details)
    {
        if (details.Kind != JsonTokenType.StartArray) return default;
        var texts = new List<JsonText>();
        var cursor = new ChatCursor(details.Memory);
        cursor.Next();
        while (cursor.NextElement())
        {
            if (!cursor.InObject()) continue;
            while (cursor.NextMember())
            {
                if (!cursor.Is("text"u8) && !cursor.Is("summary"u8)) cursor.SkipNext();
                else if (cursor.NextText() is { IsEmpty: false } text) texts.Add(text);
            }
        }

        return JsonText.Join(texts, "");
    }
}
