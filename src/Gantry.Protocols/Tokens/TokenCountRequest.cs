using Gantry.Protocols.Json;
using System.Buffers;
using System.Collections.Frozen;
using System.Text.Json;
using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Tokens;

/// <summary>The request to an endpoint that only counts: the request for an answer, in the form that each protocol wants for it.</summary>
public static class TokenCountRequest
{
    private static readonly FrozenSet<string> Messages =
        FrozenSet.Create(StringComparer.Ordinal, "model", "messages", "system", "tools", "tool_choice", "thinking", "output_config");

    private static readonly FrozenSet<string> Responses = FrozenSet.Create(
        StringComparer.Ordinal, "model", "input", "instructions", "tools", "tool_choice", "parallel_tool_calls", "reasoning", "text", "truncation");

    /// <summary>The request for an answer inside a client's request for a count: Gemini's may wrap it in <c>generateContentRequest</c>.</summary>
    /// <returns>The body itself where nothing is wrapped, or where it is no object at all: the codec says what is wrong with it.</returns>
    public static ReadOnlyMemory<byte> Unwrap(Protocol client, ReadOnlyMemory<byte> body)
    {
        if (client != Protocol.Gemini) return body;
        try
        {
            var reader = new Utf8JsonReader(body.Span);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return body;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool wrapped = RequestFields.Is(ref reader, "generateContentRequest"u8) || RequestFields.Is(ref reader, "generate_content_request"u8);
                reader.Read();
                int from = (int)reader.TokenStartIndex;
                bool isObject = reader.TokenType == JsonTokenType.StartObject;
                reader.Skip();
                if (wrapped && isObject) return body[from..(int)reader.BytesConsumed];
            }
        }
        catch (JsonException)
        {
            // The codec reads it again and tells the client.
        }

        return body;
    }

    /// <summary>Makes a request for a count of a request for an answer. Members that count endpoints refuse stay behind: limits, samplers, flags.</summary>
    /// <param name="spoken">Messages, Responses or Gemini.</param>
    /// <param name="generation">The request for an answer, one JSON object, as the codec of <paramref name="spoken"/> wrote it.</param>
    /// <param name="model">The model's name at the upstream.</param>
    /// <param name="output">Takes the whole body.</param>
    /// <exception cref="ArgumentOutOfRangeException">The protocol has no such endpoint.</exception>
    public static void Write(Protocol spoken, ReadOnlySpan<byte> generation, string model, IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output, WireJson.Options);
        json.WriteStartObject();
        switch (spoken)
        {
            case Protocol.Gemini:
                json.WriteStartObject("generateContentRequest"u8);
                json.WriteString("model"u8, model.Contains('/', StringComparison.Ordinal) ? model : $"models/{model}");
                Copy(generation, known: null, json);
                json.WriteEndObject();
                break;
            case Protocol.Messages:
                Copy(generation, Messages, json);
                break;
            case Protocol.Responses:
                Copy(generation, Responses, json);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(spoken), spoken, "It has no endpoint that counts.");
        }

        json.WriteEndObject();
    }

    private static void Copy(ReadOnlySpan<byte> generation, FrozenSet<string>? known, Utf8JsonWriter json)
    {
        var reader = new Utf8JsonReader(generation);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            reader.Read();
            int from = (int)reader.TokenStartIndex;
            reader.Skip();
            if (known is null ? name == "model" : !known.Contains(name)) continue;
            json.WritePropertyName(name);
            json.WriteRawValue(generation[from..(int)reader.BytesConsumed], skipInputValidation: true);
        }
    }
}
