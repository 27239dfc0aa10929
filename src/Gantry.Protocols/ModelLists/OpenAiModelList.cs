using System.Buffers;
using System.Text.Json;
using Gantry.Protocols.Hub;

namespace Gantry.Protocols.ModelLists;

/// <summary>OpenAI's <c>GET /v1/models</c> and <c>GET /v1/models/{id}</c>.</summary>
public static class OpenAiModelList
{
    public static void Write(IReadOnlyList<ListedModel> models, IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output, WireJson.Options);
        json.WriteStartObject();
        WriteData(models, json);
        json.WriteEndObject();
    }

    public static void WriteOne(ListedModel model, IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output, WireJson.Options);
        WriteModel(model, json);
    }

    internal static void WriteData(IReadOnlyList<ListedModel> models, Utf8JsonWriter json)
    {
        json.WriteString("object"u8, "list"u8);
        json.WriteStartArray("data"u8);
        foreach (var model in models)
        {
            WriteModel(model, json);
        }

        json.WriteEndArray();
    }

    private static void WriteModel(ListedModel model, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, model.Id);
        json.WriteString("object"u8, "model"u8);
        json.WriteNumber("created"u8, model.CreatedAt.ToUnixTimeSeconds());
        json.WriteString("owned_by"u8, model.OwnedBy);
        json.WriteEndObject();
    }
}
