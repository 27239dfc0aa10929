using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Gantry.Protocols.Tests.Schemas;

/// <summary>Judges a lowered schema by the list of keywords that Gemini documents, written down here on its own.</summary>
internal static class GeminiWords
{
    private static readonly string[] Both = ["type", "format", "description", "enum", "items", "minItems", "maxItems", "minimum", "maximum", "anyOf", "properties", "required", "propertyOrdering"];

    private static readonly string[] OpenApi = [.. Both, "nullable", "minProperties", "maxProperties", "minLength", "maxLength", "pattern", "example"];

    private static readonly string[] Json = [.. Both, "prefixItems", "additionalProperties"];

    public static void AssertKnown(JsonNode node, bool openApi)
    {
        var schema = Assert.IsType<JsonObject>(node);
        foreach (var (name, _) in schema) Assert.Contains(name, openApi ? OpenApi : Json);
        if (openApi) AssertOpenApi(schema);
        if (schema["type"] is JsonValue type && type.GetValue<string>() == "array") Assert.True(schema.ContainsKey("items") || schema.ContainsKey("prefixItems"));
        var properties = schema["properties"] as JsonObject;
        foreach (var name in schema["required"] as JsonArray ?? []) Assert.True(properties!.ContainsKey(name!.GetValue<string>()));
        foreach (var (_, child) in properties ?? []) AssertKnown(child!, openApi);
        foreach (string list in (string[])["anyOf", "prefixItems"])
        {
            foreach (var child in schema[list] as JsonArray ?? []) AssertKnown(child!, openApi);
        }

        if (schema["items"] is { } items) AssertKnown(items, openApi);
        if (schema["additionalProperties"] is JsonObject additional) AssertKnown(additional, openApi);
    }

    private static void AssertOpenApi(JsonObject schema)
    {
        if (schema.ContainsKey("anyOf")) Assert.Single(schema);
        else Assert.Equal(JsonValueKind.String, schema["type"]!.GetValueKind());
        foreach (var value in schema["enum"] as JsonArray ?? []) Assert.NotEqual("", value!.GetValue<string>());
    }
}
