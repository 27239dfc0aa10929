using System.Buffers;
using System.Text.Json;
using Gantry.Protocols;
using Gantry.Protocols.Json;

namespace Gantry.Providers;

/// <summary>
/// Vectors at Vertex. Its older models (<c>text-embedding-005</c>, <c>gemini-embedding-001</c>) answer <c>:predict</c> alone, whose shape is not that of
/// the Gemini API; newer ones answer <c>:embedContent</c> and <c>:batchEmbedContents</c> as that API has them.
/// </summary>
internal static class VertexEmbeddings
{
    public const string Verb = "predict";

    private const int Longest = 256 * 1024 * 1024;
    private const string Batch = ":batchEmbedContents";

    /// <summary>Whether the model is asked by <c>:predict</c>.</summary>
    public static bool IsPredicted(string model) => !model.StartsWith("gemini", StringComparison.Ordinal) || model.StartsWith("gemini-embedding-001", StringComparison.Ordinal);

    /// <summary>The request for <c>:predict</c>.</summary>
    /// <exception cref="ProtocolException">The texts of a batch want vectors of different lengths.</exception>
    public static void Fit(OutboundEdit edit)
    {
        using var document = JsonDocument.Parse(edit.Body);
        var root = document.RootElement;
        var requests = root.TryGetProperty("requests", out var batch) && batch.ValueKind == JsonValueKind.Array ? [.. batch.EnumerateArray()] : new[] { root };
        var dimensions = requests.Select(request => Either(request, "outputDimensionality", "output_dimensionality")).Select(value => value?.GetRawText()).Distinct().ToList();
        if (dimensions.Count > 1)
        {
            throw new ProtocolException("Vertex makes vectors of one length in one request.", "requests[].outputDimensionality");
        }

        var written = new ArrayBufferWriter<byte>(edit.Body.Length);
        using (var json = new Utf8JsonWriter(written))
        {
            json.WriteStartObject();
            json.WriteStartArray("instances"u8);
            foreach (var request in requests)
            {
                WriteInstance(request, json);
            }

            json.WriteEndArray();
            if (dimensions is [{ } one])
            {
                json.WriteStartObject("parameters"u8);
                json.WritePropertyName("outputDimensionality"u8);
                json.WriteRawValue(one);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        edit.Members.Replace(new ByteRange(0, edit.Body.Length), written.WrittenMemory);
    }

    /// <summary>The answer of <c>:predict</c> as that of the verb that was asked.</summary>
    public static void Receive(UpstreamCall call, HttpResponseMessage response)
    {
        var isBatch = call.Path.EndsWith(Batch, StringComparison.Ordinal);
        response.Content = new ReframedContent(response.Content, "application/json", body => new DocumentStream(body, Longest, said => Answer(said, isBatch)));
    }

    private static void WriteInstance(JsonElement request, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        var parts = request.TryGetProperty("content", out var content) && content.ValueKind == JsonValueKind.Object && content.TryGetProperty("parts", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray()
            : default;
        json.WriteString("content"u8, string.Join('\n', parts.Select(Text)));
        if (Either(request, "taskType", "task_type") is { ValueKind: JsonValueKind.String } task)
        {
            json.WriteString("task_type"u8, task.GetString());
        }

        if (Either(request, "title", "title") is { ValueKind: JsonValueKind.String } title)
        {
            json.WriteString("title"u8, title.GetString());
        }

        json.WriteEndObject();
    }

    private static string Text(JsonElement part) =>
        part.ValueKind == JsonValueKind.Object && part.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()!
            : throw new ProtocolException("This model makes vectors of texts alone.", "content.parts");

    private static JsonElement? Either(JsonElement element, string camel, string snake) =>
        element.ValueKind == JsonValueKind.Object && (element.TryGetProperty(camel, out var value) || element.TryGetProperty(snake, out value)) && value.ValueKind != JsonValueKind.Null
            ? value
            : null;

    private static ReadOnlyMemory<byte> Answer(ReadOnlyMemory<byte> said, bool isBatch)
    {
        try
        {
            using var document = JsonDocument.Parse(said);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("predictions", out var predictions)
                ? Write([.. predictions.EnumerateArray().Select(prediction => prediction.GetProperty("embeddings"))], isBatch)
                : said;
        }
        catch (Exception strange) when (strange is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            // What is no answer of this kind is judged by who reads it.
            return said;
        }
    }

    private static ReadOnlyMemory<byte> Write(List<JsonElement> embeddings, bool isBatch)
    {
        var written = new ArrayBufferWriter<byte>(4096);
        using var json = new Utf8JsonWriter(written);
        json.WriteStartObject();
        json.WritePropertyName(isBatch ? "embeddings"u8 : "embedding"u8);
        if (isBatch)
        {
            json.WriteStartArray();
        }

        double tokens = 0;
        foreach (var embedding in isBatch ? embeddings : embeddings.Take(1))
        {
            json.WriteStartObject();
            json.WritePropertyName("values"u8);
            json.WriteRawValue(embedding.GetProperty("values").GetRawText());
            json.WriteEndObject();
            tokens += embedding.TryGetProperty("statistics", out var statistics) && statistics.TryGetProperty("token_count", out var count) ? count.GetDouble() : 0;
        }

        if (isBatch)
        {
            json.WriteEndArray();
        }

        if (tokens > 0)
        {
            json.WriteStartObject("usageMetadata"u8);
            json.WriteNumber("promptTokenCount"u8, (long)tokens);
            json.WriteNumber("totalTokenCount"u8, (long)tokens);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.Flush();
        return written.WrittenMemory;
    }
}
