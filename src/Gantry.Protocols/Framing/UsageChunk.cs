using System.Text.Json;

namespace Gantry.Protocols.Framing;

/// <summary>Tells the chunk that exists only because usage was asked for.</summary>
internal static class UsageChunk
{
    /// <summary>True for an object with <c>choices: []</c>, a <c>usage</c> that is not null, and no <c>error</c>.</summary>
    public static bool Is(ReadOnlySpan<byte> json)
    {
        bool emptyChoices = false, hasUsage = false;
        var reader = new Utf8JsonReader(json);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("choices"u8))
                {
                    reader.Read();
                    if (reader.TokenType != JsonTokenType.StartArray) return false;
                    reader.Read();
                    if (reader.TokenType != JsonTokenType.EndArray) return false;
                    emptyChoices = true;
                    continue;
                }

                bool isUsage = reader.ValueTextEquals("usage"u8);
                bool isError = reader.ValueTextEquals("error"u8);
                reader.Read();
                if (isError && reader.TokenType != JsonTokenType.Null) return false;
                if (isUsage) hasUsage = reader.TokenType == JsonTokenType.StartObject;
                reader.Skip();
            }
        }
        catch (JsonException)
        {
            return false;
        }

        return emptyChoices && hasUsage;
    }
}
