using System.Buffers;
using System.Text.Json;
using Gantry.Protocols.Hub;

namespace Gantry.Protocols.ModelLists;

/// <summary>Google's <c>GET /v1beta/models</c> and <c>GET /v1beta/models/{id}</c>.</summary>
public static class GeminiModelList
{
    /// <summary>Google's own largest page, and ours where the client names none: a client that does not page still sees every model.</summary>
    public const int LargestPage = 1000;

    /// <summary>Writes one page.</summary>
    /// <param name="models">Every model that the key may use, in a stable order.</param>
    /// <param name="pageSize">The parameter <c>pageSize</c>; as with Google, 0 and null mean the default and anything larger is cut.</param>
    /// <param name="pageToken">The parameter <c>pageToken</c>: the id of the last model of the page before.</param>
    /// <param name="output">Takes the body.</param>
    /// <returns>False, with nothing written, where the page asked for does not exist: an invalid request.</returns>
    public static bool Write(IReadOnlyList<ListedModel> models, int? pageSize, string? pageToken, IBufferWriter<byte> output)
    {
        if (pageSize < 0)
        {
            return false;
        }

        var start = string.IsNullOrEmpty(pageToken) ? 0 : After(models, pageToken);
        if (start < 0)
        {
            return false;
        }

        var size = pageSize is null or 0 ? LargestPage : Math.Min(pageSize.Value, LargestPage);
        var end = Math.Min(models.Count, start + size);
        using var json = new Utf8JsonWriter(output, WireJson.Options);
        json.WriteStartObject();
        json.WriteStartArray("models"u8);
        for (var i = start; i < end; i++)
        {
            WriteModel(models[i], json);
        }

        json.WriteEndArray();
        if (end < models.Count)
        {
            json.WriteString("nextPageToken"u8, models[end - 1].Id);
        }

        json.WriteEndObject();
        return true;
    }

    public static void WriteOne(ListedModel model, IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output, WireJson.Options);
        WriteModel(model, json);
    }

    private static void WriteModel(ListedModel model, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, $"models/{model.Id}");
        json.WriteString("version"u8, "001"u8);
        json.WriteString("displayName"u8, model.DisplayName);
        json.WriteString("description"u8, model.DisplayName);
        if (model.ContextWindow is { } input)
        {
            json.WriteNumber("inputTokenLimit"u8, input);
        }

        if (model.MaxOutputTokens is { } answer)
        {
            json.WriteNumber("outputTokenLimit"u8, answer);
        }

        json.WriteStartArray("supportedGenerationMethods"u8);
        json.WriteStringValue("generateContent"u8);
        json.WriteStringValue("countTokens"u8);
        json.WriteEndArray();
        json.WriteBoolean("thinking"u8, model.SupportsReasoning);
        json.WriteEndObject();
    }

    private static int After(IReadOnlyList<ListedModel> models, string id)
    {
        for (var i = 0; i < models.Count; i++)
        {
            if (models[i].Id == id)
            {
                return i + 1;
            }
        }

        return -1;
    }
}
