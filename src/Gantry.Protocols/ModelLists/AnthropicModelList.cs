using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Gantry.Protocols.Hub;

namespace Gantry.Protocols.ModelLists;

/// <summary>Anthropic's <c>GET /v1/models</c> and <c>GET /v1/models/{id}</c>.</summary>
public static class AnthropicModelList
{
    /// <summary>Anthropic's own largest page, and ours where the client names none: a client that does not page still sees every model.</summary>
    public const int LargestPage = 1000;

    /// <summary>Writes one page.</summary>
    /// <param name="models">Every model that the key may use, in a stable order.</param>
    /// <param name="limit">The parameter <c>limit</c>, from 1 to <see cref="LargestPage"/>; null where the client gave none.</param>
    /// <param name="beforeId">The parameter <c>before_id</c>: the page ends before this model.</param>
    /// <param name="afterId">The parameter <c>after_id</c>: the page begins after this model.</param>
    /// <param name="output">Takes the body.</param>
    /// <returns>False, with nothing written, where the page asked for does not exist: an invalid request.</returns>
    public static bool Write(IReadOnlyList<ListedModel> models, int? limit, string? beforeId, string? afterId, IBufferWriter<byte> output)
    {
        var size = limit ?? LargestPage;
        if (size is < 1 or > LargestPage || (beforeId is not null && afterId is not null))
        {
            return false;
        }

        int start, end;
        bool more;
        if (beforeId is not null)
        {
            end = IndexOf(models, beforeId);
            start = Math.Max(0, end - size);
            more = start > 0;
        }
        else
        {
            start = afterId is null ? 0 : IndexOf(models, afterId) + 1;
            end = (int)Math.Min(models.Count, (long)start + size);
            more = end < models.Count;
        }

        if (end < 0 || (afterId is not null && start == 0))
        {
            return false;
        }

        WritePage(models, start, end, more, output);
        return true;
    }

    public static void WriteOne(ListedModel model, IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output, WireJson.Options);
        WriteModel(model, json);
    }

    private static void WritePage(IReadOnlyList<ListedModel> models, int start, int end, bool more, IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output, WireJson.Options);
        json.WriteStartObject();
        json.WriteStartArray("data"u8);
        for (var i = start; i < end; i++)
        {
            WriteModel(models[i], json);
        }

        json.WriteEndArray();
        json.WriteBoolean("has_more"u8, more);
        json.WriteString("first_id"u8, start < end ? models[start].Id : null);
        json.WriteString("last_id"u8, start < end ? models[end - 1].Id : null);
        json.WriteEndObject();
    }

    // The strict .NET SDK wants every member to be there; null says "not known".
    private static void WriteModel(ListedModel model, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "model"u8);
        json.WriteString("id"u8, model.Id);
        json.WriteString("display_name"u8, model.DisplayName);
        json.WriteString("created_at"u8, model.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        json.WriteNull("capabilities"u8);
        json.WriteString("lifecycle"u8, "active"u8);
        json.WriteNull("line"u8);
        json.WriteNull("deprecated_at"u8);
        json.WriteNull("retires_at"u8);
        WriteNumberOrNull("max_input_tokens"u8, model.ContextWindow, json);
        WriteNumberOrNull("max_tokens"u8, model.MaxOutputTokens, json);
        json.WriteEndObject();
    }

    private static void WriteNumberOrNull(ReadOnlySpan<byte> name, long? value, Utf8JsonWriter json)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static int IndexOf(IReadOnlyList<ListedModel> models, string id)
    {
        for (var i = 0; i < models.Count; i++)
        {
            if (models[i].Id == id)
            {
                return i;
            }
        }

        return -1;
    }
}
