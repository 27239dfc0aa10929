using System.Globalization;
using System.Text.Json;

namespace Gantry.Tests.Management.Driven;

/// <summary>
/// Holds JSON against schemas of an OpenAPI 3.1 document: the words of JSON Schema that our document uses, exactly, and a fault for any other word, so
/// that nothing in the document is passed over.
/// </summary>
internal sealed class SchemaCheck(JsonElement document)
{
    private static readonly HashSet<string> Told = ["description", "title"];

    /// <summary>What is wrong with a value, each with its path; nothing where it is as the schema says.</summary>
    public IReadOnlyList<string> Faults(JsonElement value, JsonElement schema)
    {
        var faults = new List<string>();
        Check(value, schema, "$", faults);
        return faults;
    }

    private void Check(JsonElement value, JsonElement schema, string at, List<string> faults)
    {
        foreach (var word in schema.EnumerateObject())
        {
            switch (word.Name)
            {
                case "$ref":
                    Check(value, Follow(word.Value.GetString()!), at, faults);
                    break;
                case "type":
                    if (!Types(word.Value).Any(t => IsOf(value, t))) faults.Add($"{at}: {value.ValueKind} is no {word.Value.GetRawText()}");
                    break;
                case "format":
                    if (!IsFormatted(value, word.Value.GetString()!)) faults.Add($"{at}: {value.GetRawText()} is no {word.Value.GetString()}");
                    break;
                case "required" when value.ValueKind == JsonValueKind.Object:
                    faults.AddRange(word.Value.EnumerateArray().Select(n => n.GetString()!).Where(n => !value.TryGetProperty(n, out _)).Select(n => $"{at}.{n} is missing"));
                    break;
                case "properties" when value.ValueKind == JsonValueKind.Object:
                    foreach (var member in value.EnumerateObject())
                    {
                        if (word.Value.TryGetProperty(member.Name, out var known)) Check(member.Value, known, $"{at}.{member.Name}", faults);
                    }

                    break;
                case "additionalProperties" when value.ValueKind == JsonValueKind.Object:
                    foreach (var member in value.EnumerateObject().Where(m => !IsNamed(schema, m.Name)))
                    {
                        if (word.Value.ValueKind == JsonValueKind.False) faults.Add($"{at}.{member.Name} is not told");
                        else if (word.Value.ValueKind == JsonValueKind.Object) Check(member.Value, word.Value, $"{at}.{member.Name}", faults);
                    }

                    break;
                case "items" when value.ValueKind == JsonValueKind.Array:
                    foreach (var (index, item) in value.EnumerateArray().Index()) Check(item, word.Value, $"{at}[{index}]", faults);
                    break;
                case "oneOf":
                    var held = word.Value.EnumerateArray().Select(s => Faults(value, s)).ToArray();
                    if (held.Count(f => f.Count == 0) != 1) faults.Add($"{at}: holds against {held.Count(f => f.Count == 0)} of {held.Length} ({string.Join("; ", held.SelectMany(f => f).Take(3))})");
                    break;
                case "required" or "properties" or "additionalProperties" or "items":
                    break;
                default:
                    if (!Told.Contains(word.Name)) faults.Add($"{at}: the schema's {word.Name} is not known to this check");
                    break;
            }
        }
    }

    private JsonElement Follow(string reference) => reference["#/".Length..].Split('/').Aggregate(document, (here, part) => here.GetProperty(part));

    private static bool IsNamed(JsonElement schema, string name) => schema.TryGetProperty("properties", out var members) && members.TryGetProperty(name, out _);

    private static IEnumerable<string> Types(JsonElement type) => type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(t => t.GetString()!) : [type.GetString()!];

    private static bool IsOf(JsonElement value, string type) => type switch
    {
        "null" => value.ValueKind == JsonValueKind.Null,
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        _ => false,
    };

    // A format says something of its own type alone.
    private static bool IsFormatted(JsonElement value, string format) => (format, value.ValueKind) switch
    {
        ("uuid", JsonValueKind.String) => value.TryGetGuid(out _),
        ("date-time", JsonValueKind.String) => DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out _) && value.GetString()!.Contains('T', StringComparison.Ordinal),
        ("int32", JsonValueKind.Number) => value.TryGetInt32(out _),
        ("int64", JsonValueKind.Number) => value.TryGetInt64(out _),
        ("double" or "float", JsonValueKind.Number) => true,
        ("uuid" or "date-time" or "int32" or "int64" or "double" or "float", _) => true,
        _ => false,
    };
}
