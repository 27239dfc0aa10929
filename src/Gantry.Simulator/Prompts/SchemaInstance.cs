using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gantry.Simulator.Prompts;

/// <summary>The smallest valid instance of a JSON schema: required members only, first choice of every alternative.</summary>
/// <remarks>Reads JSON Schema and Google's variant with type names in capitals. A string without constraints is <c>simulated</c>.</remarks>
internal static class SchemaInstance
{
    private const int MaxDepth = 32;

    public static JsonNode? Of(JsonElement schema) => Of(schema, schema, 0);

    private static JsonNode? Of(JsonElement schema, JsonElement root, int depth)
    {
        if (schema.ValueKind != JsonValueKind.Object || depth > MaxDepth) return new JsonObject();
        if (schema.Text("$ref") is { } reference) return Of(Resolve(root, reference), root, depth + 1);
        if (schema.Member("const") is { ValueKind: not JsonValueKind.Undefined } constant) return JsonNode.Parse(constant.GetRawText());
        if (schema.Items("enum").FirstOrDefault() is { ValueKind: not JsonValueKind.Undefined } first) return JsonNode.Parse(first.GetRawText());
        foreach (var alternatives in (string[])["anyOf", "oneOf", "allOf"])
        {
            if (schema.Items(alternatives).FirstOrDefault() is { ValueKind: JsonValueKind.Object } choice) return Of(choice, root, depth + 1);
        }

        return TypeOf(schema) switch
        {
            "object" => ObjectOf(schema, root, depth),
            "array" => ArrayOf(schema, root, depth),
            "string" => JsonValue.Create(StringOf(schema)),
            "integer" or "number" => JsonValue.Create(schema.Number("minimum") ?? Math.Min(1, schema.Number("maximum") ?? 1)),
            "boolean" => JsonValue.Create(true),
            "null" => null,
            _ => new JsonObject(),
        };
    }

    private static string TypeOf(JsonElement schema)
    {
        var type = schema.Text("type") ?? schema.Items("type").Select(item => item.GetString()).FirstOrDefault(name => name != "null");
        if (type is not null) return type.ToLowerInvariant();
        return schema.Member("properties").ValueKind == JsonValueKind.Object ? "object" : "";
    }

    private static JsonObject ObjectOf(JsonElement schema, JsonElement root, int depth)
    {
        var instance = new JsonObject();
        foreach (var name in schema.Items("required").Select(item => item.GetString()).OfType<string>())
        {
            instance[name] = Of(schema.Member("properties").Member(name), root, depth + 1);
        }
        return instance;
    }

    private static JsonArray ArrayOf(JsonElement schema, JsonElement root, int depth)
    {
        var instance = new JsonArray();
        for (var index = 0L; index < Math.Min(16, schema.Number("minItems") ?? 0); index++) instance.Add(Of(schema.Member("items"), root, depth + 1));
        return instance;
    }

    private static string StringOf(JsonElement schema)
    {
        var text = schema.Text("format") switch
        {
            "date-time" => "2026-01-01T00:00:00Z",
            "date" => "2026-01-01",
            "uri" => "https://example.com/",
            _ => "simulated",
        };
        return text.PadRight((int)Math.Clamp(schema.Number("minLength") ?? 0, 0, 4096), '.');
    }

    private static JsonElement Resolve(JsonElement root, string reference)
    {
        var found = root;
        foreach (var step in reference.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            found = found.Member(step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal));
        }
        return found;
    }
}
