using System.Text.Json;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Gemini;

/// <summary>The event that streams consist of: one candidate with one text or thought, and perhaps counts. Read without parts, because there are many.</summary>
/// <param name="Text">The text.</param>
/// <param name="IsThought">It is a thought.</param>
/// <param name="Usage"><c>usageMetadata</c> as it stands; absent where there is none.</param>
internal readonly record struct GeminiTextChunk(JsonText Text, bool IsThought, JsonSlice Usage)
{
    /// <summary>Reads the event; false where there is anything else in it that means something.</summary>
    /// <exception cref="JsonException">The event is not JSON.</exception>
    public static bool TryRead(ReadOnlyMemory<byte> json, out GeminiTextChunk chunk)
    {
        chunk = default;
        JsonSlice usage = default;
        var tokens = new JsonTokens(json.Span);
        bool isText = false;
        if (!Enter(ref tokens, JsonTokenType.StartObject)) return false;
        while (Name(ref tokens))
        {
            if (tokens.Is("candidates"u8))
            {
                if (isText || !Candidates(ref tokens, json, out chunk)) return false;
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

        chunk = chunk with { Usage = usage };
        return isText && usage.Kind is JsonTokenType.StartObject or JsonTokenType.None && !tokens.Read();
    }

    private static bool Candidates(ref JsonTokens tokens, ReadOnlyMemory<byte> json, out GeminiTextChunk chunk)
    {
        chunk = default;
        bool isText = false;
        if (!Enter(ref tokens, JsonTokenType.StartArray) || !Enter(ref tokens, JsonTokenType.StartObject)) return false;
        while (Name(ref tokens))
        {
            if (tokens.Is("content"u8))
            {
                if (isText || !Content(ref tokens, json, out chunk)) return false;
                isText = true;
            }
            else if (!tokens.Is("index"u8) || !Enter(ref tokens, JsonTokenType.Number) || tokens.Value is not [(byte)'0'])
            {
                return false;
            }
        }

        return isText && Enter(ref tokens, JsonTokenType.EndArray);
    }

    private static bool Content(ref JsonTokens tokens, ReadOnlyMemory<byte> json, out GeminiTextChunk chunk)
    {
        chunk = default;
        bool isText = false;
        if (!Enter(ref tokens, JsonTokenType.StartObject)) return false;
        while (Name(ref tokens))
        {
            if (tokens.Is("parts"u8))
            {
                if (isText || !Enter(ref tokens, JsonTokenType.StartArray) || !Part(ref tokens, json, out chunk)) return false;
                isText = true;
            }
            else if (!tokens.Is("role"u8) || !Enter(ref tokens, JsonTokenType.String))
            {
                return false;
            }
        }

        return isText;
    }

    // The only part, and the end of the list.
    private static bool Part(ref JsonTokens tokens, ReadOnlyMemory<byte> json, out GeminiTextChunk chunk)
    {
        chunk = default;
        bool isText = false;
        if (!Enter(ref tokens, JsonTokenType.StartObject)) return false;
        while (Name(ref tokens))
        {
            if (tokens.Is("text"u8))
            {
                if (isText || !Enter(ref tokens, JsonTokenType.String)) return false;
                chunk = chunk with { Text = new JsonText(json[tokens.Start..tokens.End]) };
                isText = true;
            }
            else if (!tokens.Is("thought"u8) || !tokens.Read() || tokens.Kind is not (JsonTokenType.True or JsonTokenType.False))
            {
                return false;
            }
            else
            {
                chunk = chunk with { IsThought = tokens.Kind == JsonTokenType.True };
            }
        }

        return isText && Enter(ref tokens, JsonTokenType.EndArray);
    }

    private static bool Enter(ref JsonTokens tokens, JsonTokenType kind) => tokens.Read() && tokens.Kind == kind;

    private static bool Name(ref JsonTokens tokens) => tokens.Read() && tokens.Kind == JsonTokenType.PropertyName;
}
