namespace Gantry.Protocols.Schemas;

/// <summary>Decides whether OpenAI takes a schema with <c>strict: true</c> as it is. In doubt it says no: a wrong yes is a refused request.</summary>
internal sealed class OpenAiStrictSubset(SchemaNode root)
{
    // Limits of structured outputs.
    private const int MaxDepth = 10;
    private const int MaxProperties = 5_000;
    private const int MaxEnumValues = 1_000;

    private static readonly string[] Words =
    [
        "type", "properties", "required", "additionalProperties", "items", "enum", "const", "anyOf", "$ref", "$defs", "definitions",
        "description", "title", "$schema", "pattern", "format", "multipleOf", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum",
        "minItems", "maxItems",
    ];

    private static readonly string[] Formats = ["date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid"];

    private readonly SchemaPointer _pointer = new(root);
    private int _properties;
    private int _values;

    public bool Holds() =>
        root.IsObject && SchemaTypes.Of(root) is ["object"] && !root.Has("anyOf") && !root.Has("$ref") && Fits(root, 0);

    private bool Fits(SchemaNode schema, int depth)
    {
        if (!schema.IsObject || depth > MaxDepth) return false;
        if (!schema.Members.TrueForAll(member => Words.AsSpan().Contains(member.Key))) return false;
        if (!Definitions(schema, depth)) return false;
        if (schema.Has("$ref")) return Reference(schema);
        if (schema.Get("anyOf") is { } union && !Union(union, depth)) return false;
        var types = SchemaTypes.Of(schema);
        if (types.Count == 0 ? !schema.Has("anyOf") : !types.TrueForAll(SchemaTypes.IsKnown)) return false;
        if (types.Contains("object") && !Object(schema, depth)) return false;
        if (types.Contains("array") && !(schema.Get("items") is { } items && Fits(items, depth + 1))) return false;
        return Values(schema);
    }

    private bool Union(SchemaNode union, int depth) =>
        union is { IsArray: true, Items.Count: > 0 } && union.Items.TrueForAll(branch => Fits(branch, depth + 1));

    private bool Definitions(SchemaNode schema, int depth)
    {
        foreach (string keyword in (string[])["$defs", "definitions"])
        {
            if (schema.Get(keyword) is { } map && !(map.IsObject && map.Members.TrueForAll(member => Fits(member.Value, depth + 1)))) return false;
        }

        return true;
    }

    private bool Reference(SchemaNode schema) =>
        schema.Members is [{ Key: "$ref" }] && schema.Get("$ref")!.Text is { } reference && _pointer.Find(reference) is { IsObject: true };

    private bool Object(SchemaNode schema, int depth)
    {
        if (schema.Get("additionalProperties") is not { IsFalse: true }) return false;
        if (schema.Get("properties") is not { IsObject: true } properties) return false;
        _properties += properties.Members.Count;
        if (_properties > MaxProperties) return false;
        var required = schema.Get("required") is { IsArray: true } names ? names.Items.Select(name => name.Text).ToHashSet() : [];
        return required.SetEquals(properties.Members.Select(member => member.Key))
            && properties.Members.TrueForAll(member => Fits(member.Value, depth + 1));
    }

    private bool Values(SchemaNode schema)
    {
        if (schema.Get("enum") is { } values)
        {
            if (values is not { IsArray: true, Items.Count: > 0 }) return false;
            _values += values.Items.Count;
            if (_values > MaxEnumValues) return false;
        }

        if (schema.Get("format") is { } format && !Formats.AsSpan().Contains(format.Text)) return false;
        return schema.Get("pattern") is not { } pattern || (pattern.Text is { } text && !HasLookaround(text));
    }

    private static bool HasLookaround(string pattern) =>
        pattern.Contains("(?=", StringComparison.Ordinal) || pattern.Contains("(?!", StringComparison.Ordinal)
        || pattern.Contains("(?<=", StringComparison.Ordinal) || pattern.Contains("(?<!", StringComparison.Ordinal);
}
