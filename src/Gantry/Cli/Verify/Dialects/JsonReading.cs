using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gantry.Cli.Verify.Dialects;

/// <summary>Reads JSON of unknown make: a wrong kind reads as absent instead of throwing.</summary>
internal static class JsonReading
{
    public static JsonNode? At(this JsonNode? node, string name) =>
        node is JsonObject members && members.TryGetPropertyValue(name, out var value) ? value : null;

    public static JsonNode? At(this JsonNode? node, int index) => node is JsonArray items && index < items.Count ? items[index] : null;

    public static bool Has(this JsonNode? node, string name) => node is JsonObject members && members.ContainsKey(name);

    public static IEnumerable<JsonNode?> Items(this JsonNode? node) => node as JsonArray ?? Enumerable.Empty<JsonNode?>();

    /// <summary>The string; null when the node is something else.</summary>
    public static string? Text(this JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    /// <summary>The integer; null when the node is something else.</summary>
    public static long? Number(this JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.Number && value.TryGetValue<long>(out var number) ? number : null;

    /// <summary>Whether the text is one JSON object, as tool arguments must be.</summary>
    public static bool IsObject(string text)
    {
        try
        {
            return JsonNode.Parse(text) is JsonObject;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
