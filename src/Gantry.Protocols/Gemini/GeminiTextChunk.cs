using System.Text.Json;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Gemini;

/// <summary>The event that streams consist of: one candidate with one text, and perhaps counts. Read without parts, because there are many.</summary>
internal static class GeminiTextChunk
{
    /// <summary>Reads the event; false where there is anything else in it that means something.</summary>
    /// <param name="json">The event.</param>
    /// <param name="text">The text.</param>
    /// <param name="usage"><c>usageMetadata</c> as it stands; absent where there is none.</param>
    /// <exception cref="JsonException">The event is not JSON.</exception>
    public static bool TryRead(ReadOnlyMemory<byte> json, out JsonText text, out JsonSlice usage)
    {
        (text, usage) = (default, default);
        var tokens = new JsonTokens(json.Span);
        bool isText = false;
        if (!Enter(ref tokens, JsonTokenType.StartObject)) return false;
        while (Name(ref tokens))
        {
            if (tokens.Is("candidates"u8))
            {
                if (isText || !Candidates(ref tokens, json, out text)) return false;
                isText = true;
            }
            else if (tokens.Is("usageMetadata"u8))
            {
                tokens.Read();
                int start = tokens.Start;
                tokens.Skip();
                usage = new JsonSlice(json[start..tokens.End]);
            }
            else if (tokens.Is("modelVersion"u8) || tokens.Is("responseId"u8))
            {
                if (!Enter(ref tokens, JsonTokenType.String)) return false;
            }
            else
            {
                return false;
            }
        }

        return isText && usage.Kind is JsonTokenType.StartObject or JsonTokenType.None && !tokens.Read();
    }

    private static bool Candidates(ref JsonTokens tokens, ReadOnlyMemory<byte> json, out JsonText text)
    {
        text = default;
        bool isText = false;
        if (!Enter(ref tokens, JsonTokenType.StartArray) || !Enter(ref tokens, JsonTokenType.StartObject)) return false;
        while (Name(ref tokens))
        {
            if (tokens.Is("content"u8))
            {
                if (isText || !Content(ref tokens, json, out text)) return false;
                isText = true;
            }
            else if (!tokens.Is("index"u8) || !Enter(ref tokens, JsonTokenType.Number) || tokens.Value is not [(byte)'0'])
            {
                return false;
            }
        }

        return isText && Enter(ref tokens, JsonTokenType.EndArray);
    }

    private static bool Content(ref JsonTokens tokens, ReadOnlyMemory<byte> json, out JsonText text)
    {
        text = default;
        bool isText = false;
        if (!Enter(ref tokens, JsonTokenType.StartObject)) return false;
        while (Name(ref tokens))
        {
            if (tokens.Is("parts"u8))
            {
                if (isText || !Enter(ref tokens, JsonTokenType.StartArray) || !Enter(ref tokens, JsonTokenType.StartObject)) return false;
                if (!Name(ref tokens) || !tokens.Is("text"u8) || !Enter(ref tokens, JsonTokenType.String)) return false;
                text = new JsonText(json[tokens.Start..tokens.End]);
                if (!Enter(ref tokens, JsonTokenType.EndObject) || !Enter(ref tokens, JsonTokenType.EndArray)) return false;
                isText = true;
            }
            else if (!tokens.Is("role"u8) || !Enter(ref tokens, JsonTokenType.String))
            {
                return false;
            }
        }

        return isText;
    }

    private static bool Enter(ref JsonTokens tokens, JsonTokenType kind) => tokens.Read() && tokens.Kind == kind;

    private static bool Name(ref JsonTokens tokens) => tokens.Read() && tokens.Kind == JsonTokenType.PropertyName;
}
