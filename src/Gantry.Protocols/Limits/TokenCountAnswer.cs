using System.Buffers;
using System.Text.Json;
using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Limits;

/// <summary>The answer to a request that only counts tokens, in each protocol's form.</summary>
public static class TokenCountAnswer
{
    /// <summary>The count; null where the body holds none.</summary>
    /// <remarks>Chat has no such endpoint of its own; there vLLM's <c>/tokenize</c> is read.</remarks>
    public static long? Read(Protocol spoken, ReadOnlySpan<byte> body)
    {
        var name = spoken switch
        {
            Protocol.Messages or Protocol.Responses => "input_tokens"u8,
            Protocol.Gemini => "totalTokens"u8,
            Protocol.Converse => "inputTokens"u8,
            _ => "count"u8,
        };
        try
        {
            var reader = new Utf8JsonReader(body);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool wanted = !reader.ValueIsEscaped && reader.ValueTextEquals(name);
                reader.Read();
                if (wanted) return reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long count) && count >= 0 ? count : null;
                reader.Skip();
            }
        }
        catch (JsonException)
        {
            return null;
        }

        return null;
    }

    /// <summary>Writes the whole body, <c>application/json</c>.</summary>
    public static void Write(Protocol client, long tokens, IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output, WireJson.Options);
        json.WriteStartObject();
        switch (client)
        {
            case Protocol.Gemini:
                json.WriteNumber("totalTokens"u8, tokens);
                break;
            case Protocol.Converse:
                json.WriteNumber("inputTokens"u8, tokens);
                break;
            case Protocol.Messages:
                json.WriteNumber("input_tokens"u8, tokens);
                break;
            default:
                json.WriteString("object"u8, "response.input_tokens"u8);
                json.WriteNumber("input_tokens"u8, tokens);
                break;
        }

        json.WriteEndObject();
    }
}
