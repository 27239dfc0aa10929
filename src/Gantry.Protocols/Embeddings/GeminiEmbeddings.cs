using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Embeddings;

/// <summary>Embeddings in Google's shape: <c>:embedContent</c> for one text, <c>:batchEmbedContents</c> for several.</summary>
public static class GeminiEmbeddings
{
    /// <summary>The verb behind the model's name in the path.</summary>
    public static string Verb(EmbeddingsRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Single ? "embedContent" : "batchEmbedContents";
    }

    /// <summary>Reads a client's request of either verb.</summary>
    /// <param name="body">The body; the request keeps slices of it.</param>
    /// <param name="losses">Takes what has no place in the hub, such as <c>taskType</c>.</param>
    /// <param name="request">The request, where the answer is true.</param>
    /// <param name="error">What to tell the client, where the answer is false.</param>
    public static bool TryReadRequest(
        ReadOnlyMemory<byte> body, LossLog losses, [NotNullWhen(true)] out EmbeddingsRequest? request, [NotNullWhen(false)] out GatewayError? error)
    {
        ArgumentNullException.ThrowIfNull(losses);
        request = null;
        error = null;
        if (JsonMembers.Of(body) is not { } members)
        {
            error = EmbeddingsRefusals.NotAnObject();
            return false;
        }

        bool batch = members.Exists(member => member.Name == "requests");
        var texts = new List<JsonText>();
        int? dimensions = null;
        if (!batch)
        {
            error = ReadOne(members, "", losses, texts, out dimensions);
        }
        else
        {
            foreach (var (at, element) in JsonMembers.Elements(members.Value("requests")).Index())
            {
                string path = $"requests[{at}].";
                error = ReadOne(JsonMembers.Of(element.Memory) ?? [], path, losses, texts, out int? own);
                if (error is null && at > 0 && own != dimensions) error = EmbeddingsRefusals.Mixed($"{path}outputDimensionality");
                if (error is not null) break;
                dimensions = own;
            }

            if (texts.Count == 0) error ??= EmbeddingsRefusals.Empty();
        }

        if (error is not null) return false;
        request = new EmbeddingsRequest { Inputs = texts, Single = !batch, Dimensions = dimensions };
        return true;
    }

    /// <summary>Writes a request to an upstream, for the verb of <see cref="Verb"/>.</summary>
    public static void WriteRequest(EmbeddingsRequest request, string model, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(model);
        string name = model.Contains('/', StringComparison.Ordinal) ? model : $"models/{model}";
        using var json = new Utf8JsonWriter(output, WireJson.Options);
        if (request.Single)
        {
            WriteOne(request, request.Inputs[0], name, json);
            return;
        }

        json.WriteStartObject();
        json.WriteStartArray("requests"u8);
        foreach (var text in request.Inputs) WriteOne(request, text, name, json);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Reads an upstream's answer to either verb; null where it is none, or not one vector for each text.</summary>
    /// <param name="body">The body; the answer keeps slices of it.</param>
    /// <param name="expected">How many texts were sent.</param>
    public static EmbeddingsAnswer? ReadAnswer(ReadOnlyMemory<byte> body, int expected)
    {
        if (JsonMembers.Of(body) is not { } members) return null;
        IReadOnlyList<JsonSlice> entries = members.Value("embedding") is { IsAbsent: false } one ? [one] : JsonMembers.Elements(members.Value("embeddings"));
        if (entries.Count != expected) return null;
        var vectors = new List<JsonSlice>(expected);
        foreach (var entry in entries)
        {
            if (JsonMembers.Of(entry.Memory)?.Value("values") is not { Kind: JsonTokenType.StartArray } vector || !EmbeddingVector.IsVector(vector)) return null;
            vectors.Add(vector);
        }

        var usage = members.Value("usageMetadata") is { Kind: JsonTokenType.StartObject } counts && JsonMembers.Of(counts.Memory) is { } count
            && JsonMembers.TryIndex(count.Value("promptTokenCount"), out int tokens)
            ? new Usage { UncachedInput = tokens }
            : default(Usage?);
        return new EmbeddingsAnswer { Vectors = vectors, Usage = usage };
    }

    /// <summary>Writes the answer to a client.</summary>
    /// <param name="answer">The vectors; unknown usage is left out.</param>
    /// <param name="single">The client called <c>:embedContent</c>.</param>
    /// <param name="output">Takes the whole body.</param>
    public static void WriteAnswer(EmbeddingsAnswer answer, bool single, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(answer);
        using var json = new Utf8JsonWriter(output, WireJson.Options);
        json.WriteStartObject();
        json.WritePropertyName(single ? "embedding"u8 : "embeddings"u8);
        if (!single) json.WriteStartArray();
        foreach (var vector in answer.Vectors)
        {
            json.WriteStartObject();
            json.WritePropertyName("values"u8);
            EmbeddingVector.WriteNumbers(vector, json);
            json.WriteEndObject();
        }

        if (!single) json.WriteEndArray();
        if (answer.Usage is { } usage)
        {
            json.WriteStartObject("usageMetadata"u8);
            json.WriteNumber("promptTokenCount"u8, usage.TotalInput);
            json.WriteNumber("totalTokenCount"u8, usage.TotalInput + usage.TotalOutput);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static GatewayError? ReadOne(JsonMembers members, string path, LossLog losses, List<JsonText> texts, out int? dimensions)
    {
        dimensions = null;
        JsonSlice content = default;
        foreach (var (name, value) in members)
        {
            if (value.Kind == JsonTokenType.Null) continue;
            switch (name)
            {
                case "content": content = value; break;
                case "model": break;
                case "outputDimensionality" or "output_dimensionality":
                    if (!JsonMembers.TryCount(value, out int count)) return EmbeddingsRefusals.Dimensions(path + name);
                    dimensions = count;
                    break;
                default: JsonMembers.Drop(losses, name, path); break;
            }
        }

        var parts = JsonMembers.Of(content.Memory)?.Value("parts") ?? default;
        var pieces = new List<JsonText>();
        foreach (var part in JsonMembers.Elements(parts))
        {
            if (JsonMembers.Of(part.Memory)?.Value("text") is not { Kind: JsonTokenType.String } text) return EmbeddingsRefusals.Content($"{path}content.parts");
            pieces.Add(new JsonText(text.Memory));
        }

        if (pieces.Count == 0) return EmbeddingsRefusals.Content($"{path}content.parts");
        texts.Add(JsonText.Join(pieces, "\n"));
        return null;
    }

    private static void WriteOne(EmbeddingsRequest request, JsonText text, string model, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("model"u8, model);
        json.WriteStartObject("content"u8);
        json.WriteStartArray("parts"u8);
        json.WriteStartObject();
        json.WritePropertyName("text"u8);
        text.WriteTo(json);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        if (request.Dimensions is { } dimensions) json.WriteNumber("outputDimensionality"u8, dimensions);
        json.WriteEndObject();
    }
}
