using System.Text.Json;

namespace Gantry.Protocols.Schemas;

/// <summary>The member <c>type</c> and what a schema says of types without it.</summary>
internal static class SchemaTypes
{
    private static readonly string[] Known = ["string", "number", "integer", "boolean", "object", "array", "null"];

    public static bool IsKnown(string type) => Known.AsSpan().Contains(type);

    /// <summary>The types named, in order; empty where there is no <c>type</c>.</summary>
    public static List<string> Of(SchemaNode schema)
    {
        var type = schema.Get("type");
        if (type?.Text is { } single) return [single];
        return type is { IsArray: true } ? [.. type.Items.Select(item => item.Text).OfType<string>()] : [];
    }

    public static void Set(SchemaNode schema, IReadOnlyList<string> types)
    {
        if (types.Count == 0) schema.Remove("type");
        else schema.SetFirst("type", types.Count == 1 ? SchemaNode.String(types[0]) : SchemaNode.Array(types.Select(SchemaNode.String)));
    }

    /// <summary>The one type of all values, or null where they have none in common.</summary>
    public static string? OfValues(IReadOnlyList<SchemaNode> values)
    {
        if (values.Count == 0) return null;
        string first = OfValue(values[0]);
        foreach (var value in values)
        {
            string type = OfValue(value);
            if (type == first) continue;
            if (type is not ("integer" or "number") || first is not ("integer" or "number")) return null;
            first = "number";
        }

        return first;
    }

    public static string OfValue(SchemaNode value) => value.Kind switch
    {
        JsonTokenType.String => "string",
        JsonTokenType.Number => value.Raw.Span.IndexOfAny(".eE"u8) < 0 ? "integer" : "number",
        JsonTokenType.True or JsonTokenType.False => "boolean",
        JsonTokenType.StartObject => "object",
        JsonTokenType.StartArray => "array",
        _ => "null",
    };

    /// <summary>The type that a keyword speaks of; null for those of every type.</summary>
    public static string? OfKeyword(string keyword) => keyword switch
    {
        "properties" or "required" or "additionalProperties" or "minProperties" or "maxProperties" or "patternProperties" or "propertyNames"
            or "propertyOrdering" or "dependentRequired" or "dependentSchemas" or "unevaluatedProperties" => "object",
        "items" or "prefixItems" or "minItems" or "maxItems" or "uniqueItems" or "contains" or "minContains" or "maxContains"
            or "unevaluatedItems" => "array",
        "minLength" or "maxLength" or "pattern" or "contentEncoding" or "contentMediaType" => "string",
        "minimum" or "maximum" or "exclusiveMinimum" or "exclusiveMaximum" or "multipleOf" => "number",
        _ => null,
    };

    /// <summary>The type that the first keyword with one speaks of.</summary>
    public static string? Implied(SchemaNode schema) =>
        schema.Members!.Select(member => OfKeyword(member.Key)).FirstOrDefault(type => type is not null);

    /// <summary>True for a schema that no value but <c>null</c> satisfies.</summary>
    public static bool IsOnlyNull(SchemaNode schema)
    {
        if (!schema.IsObject) return false;
        if (schema.Get("const") is { } constant) return constant.IsNull;
        if (schema.Get("enum") is { IsArray: true, Items.Count: > 0 } values && values.Items.TrueForAll(value => value.IsNull)) return true;
        return Of(schema) is ["null"];
    }
}
