using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Embeddings;

/// <summary>Embeddings in OpenAI's shape: <c>POST /v1/embeddings</c>.</summary>
public static class OpenAiEmbeddings
{
    /// <summary>Reads a client's request.</summary>
    /// <param name="body">The body; the request keeps slices of it.</param>
    /// <param name="losses">Takes what has no place in the hub, such as <c>user</c>.</param>
    /// <param name="request">The request, where the answer is true.</param>
    /// <param name="error">What to tell the client, where the answer is false.</param>
    public static bool TryReadRequest(
        ReadOnlyMemory<byte> body, LossLog losses, [NotNullWhen(true)] out EmbeddingsRequest? request, [NotNullWhen(false)] out GatewayError? error)
    {
        ArgumentNullException.ThrowIfNull(losses);
        request = null;
        if (JsonMembers.Of(body) is not { } members)
        {
            error = EmbeddingsRefusals.NotAnObject();
            return false;
        }

        JsonSlice input = default;
        string model = "";
        bool base64 = false;
        int? dimensions = null;
        error = null;
        foreach (var (name, value) in members)
        {
            if (value.Kind == JsonTokenType.Null) continue;
            switch (name)
            {
                case "model" when value.Kind == JsonTokenType.String: model = new JsonText(value.Memory).ToString(); break;
                case "input": input = value; break;
                case "dimensions":
                    if (!JsonMembers.TryCount(value, out int count)) error ??= EmbeddingsRefusals.Dimensions("dimensions");
                    dimensions = count;
                    break;
                case "encoding_format":
                    base64 = value.Span.SequenceEqual("\"base64\""u8);
                    if (!base64 && !value.Span.SequenceEqual("\"float\""u8)) error ??= EmbeddingsRefusals.Encoding();
                    break;
                default: JsonMembers.Drop(losses, name, ""); break;
            }
        }

        var inputs = Inputs(input, ref error);
        if (error is not null) return false;
        request = new EmbeddingsRequest
        {
            Model = model, Inputs = inputs, Single = input.Kind == JsonTokenType.String, Dimensions = dimensions, Base64 = base64,
        };
        return true;
    }

    /// <summary>Writes a request to an upstream. Asks for numbers, by saying nothing: not every server knows the other.</summary>
    public static void WriteRequest(EmbeddingsRequest request, string model, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var json = new Utf8JsonWriter(output, WireJson.Options);
        json.WriteStartObject();
        json.WriteString("model"u8, model);
        json.WritePropertyName("input"u8);
        if (request.Single)
        {
            request.Inputs[0].WriteTo(json);
        }
        else
        {
            json.WriteStartArray();
            foreach (var text in request.Inputs) text.WriteTo(json);
            json.WriteEndArray();
        }

        if (request.Dimensions is { } dimensions) json.WriteNumber("dimensions"u8, dimensions);
        json.WriteEndObject();
    }

    /// <summary>Reads an upstream's answer; null where it is none, or not one vector for each text.</summary>
    /// <param name="body">The body; the answer keeps slices of it.</param>
    /// <param name="expected">How many texts were sent.</param>
    public static EmbeddingsAnswer? ReadAnswer(ReadOnlyMemory<byte> body, int expected)
    {
        if (JsonMembers.Of(body) is not { } members) return null;
        var vectors = new JsonSlice[expected];
        int found = 0;
        foreach (var (at, element) in JsonMembers.Elements(members.Value("data")).Index())
        {
            if (JsonMembers.Of(element.Memory) is not { } entry) return null;
            var vector = entry.Value("embedding");

            // Some servers answer out of order; some leave the index out.
            int index = entry.Value("index") is { IsAbsent: false } told ? JsonMembers.TryIndex(told, out int place) ? place : -1 : at;
            if (index < 0 || index >= expected || !vectors[index].IsAbsent || !EmbeddingVector.IsVector(vector)) return null;
            vectors[index] = vector;
            found++;
        }

        if (found != expected) return null;
        var usage = members.Value("usage") is { Kind: JsonTokenType.StartObject } counts ? new EmbeddingsUsage().Read(counts.Span) : null;
        return new EmbeddingsAnswer { Vectors = vectors, Usage = usage };
    }

    /// <summary>Writes the answer to a client.</summary>
    /// <param name="answer">The vectors; unknown usage is written as null.</param>
    /// <param name="model">The model that the client asked for.</param>
    /// <param name="base64">The client asked for base64.</param>
    /// <param name="output">Takes the whole body.</param>
    public static void WriteAnswer(EmbeddingsAnswer answer, string model, bool base64, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(answer);
        using var json = new Utf8JsonWriter(output, WireJson.Options);
        json.WriteStartObject();
        json.WriteString("object"u8, "list"u8);
        json.WriteStartArray("data"u8);
        foreach (var (index, vector) in answer.Vectors.Index())
        {
            json.WriteStartObject();
            json.WriteString("object"u8, "embedding"u8);
            json.WriteNumber("index"u8, index);
            json.WritePropertyName("embedding"u8);
            if (base64) EmbeddingVector.WriteBase64(vector, json);
            else EmbeddingVector.WriteNumbers(vector, json);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("model"u8, model);
        if (answer.Usage is { } usage)
        {
            json.WriteStartObject("usage"u8);
            json.WriteNumber("prompt_tokens"u8, usage.TotalInput);
            json.WriteNumber("total_tokens"u8, usage.TotalInput + usage.TotalOutput);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("usage"u8);
        }

        json.WriteEndObject();
    }

    private static JsonText[] Inputs(JsonSlice input, ref GatewayError? error)
    {
        if (input.Kind == JsonTokenType.String) return [new JsonText(input.Memory)];
        var texts = new List<JsonText>();
        foreach (var element in JsonMembers.Elements(input))
        {
            if (element.Kind != JsonTokenType.String)
            {
                error ??= element.Kind is JsonTokenType.Number or JsonTokenType.StartArray ? EmbeddingsRefusals.Tokens() : EmbeddingsRefusals.Input();
                break;
            }

            texts.Add(new JsonText(element.Memory));
        }

        if (texts.Count == 0) error ??= EmbeddingsRefusals.Input();
        return [.. texts];
    }
}
