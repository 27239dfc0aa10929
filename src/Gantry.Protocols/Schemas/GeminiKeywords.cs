namespace Gantry.Protocols.Schemas;

/// <summary>Keeps the keywords that Gemini takes, says constraints among the others in words, and lowers the schemas inside.</summary>
internal sealed class GeminiKeywords(bool json, SchemaRun run)
{
    private static readonly string[] Silent =
        ["$schema", "$id", "id", "$comment", "$anchor", "$dynamicAnchor", "$recursiveAnchor", "$vocabulary", "$defs", "definitions"];

    private static readonly string[] Constraints =
    [
        "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "uniqueItems", "propertyNames", "patternProperties", "unevaluatedProperties",
        "unevaluatedItems", "dependentRequired", "dependentSchemas", "dependencies", "not", "contains", "minContains", "maxContains",
        "contentEncoding", "contentMediaType", "contentSchema", "minLength", "maxLength", "pattern", "minProperties", "maxProperties",
    ];

    private static readonly string[] OpenApiOnly = ["minLength", "maxLength", "pattern", "minProperties", "maxProperties"];

    /// <param name="schema">One schema with its types settled.</param>
    /// <param name="hints">Gets what could not stay a rule.</param>
    /// <param name="lower">Lowers a child; null for one that no value satisfies.</param>
    public void Apply(SchemaNode schema, List<string> hints, Func<SchemaNode, SchemaNode?> lower)
    {
        Arrays(schema, lower);
        foreach (var (key, _, value) in schema.Members!.ToArray()) Keyword(schema, key, value, hints, lower);
        Required(schema);
        Ordering(schema);
    }

    private void Keyword(SchemaNode schema, string key, SchemaNode value, List<string> hints, Func<SchemaNode, SchemaNode?> lower)
    {
        switch (key)
        {
            case "type" or "description" or "enum" or "items" or "prefixItems" or "required" or "propertyOrdering":
                break;
            case "minItems" or "maxItems" or "minimum" or "maximum":
                Keep(schema, key, value.IsNumber);
                break;
            case "anyOf":
                for (int i = 0; i < value.Items!.Count; i++) value.Items[i] = Within(SchemaPositions.Index(i), value.Items[i], lower)!;
                break;
            case "properties":
                Properties(schema, value, lower);
                break;
            case "additionalProperties":
                Additional(schema, value, hints, lower);
                break;
            case "format":
                Format(schema, value, hints);
                break;
            case "nullable" or "example" when !json:
                break;
            case "pattern" when !json:
                break;
            case var bound when !json && OpenApiOnly.AsSpan().Contains(bound):
                Keep(schema, key, value.IsNumber);
                break;
            default:
                Drop(schema, key, value, hints);
                break;
        }
    }

    private void Keep(SchemaNode schema, string key, bool fits)
    {
        if (fits) return;
        schema.Remove(key);
        run.Note(SchemaRun.Sanitized, key);
    }

    private void Drop(SchemaNode schema, string key, SchemaNode value, List<string> hints)
    {
        schema.Remove(key);
        if (Silent.AsSpan().Contains(key) || (key == "uniqueItems" && value.IsFalse)) return;
        run.Note(SchemaRun.Sanitized, key);
        if (Constraints.AsSpan().Contains(key) && SchemaText.Hint(key, value) is { } hint) hints.Add(hint);
    }

    private void Properties(SchemaNode schema, SchemaNode properties, Func<SchemaNode, SchemaNode?> lower)
    {
        var kept = new List<SchemaMember>();
        run.Enter("properties");
        foreach (var member in properties.Members!)
        {
            if (Within(member.Key, member.Value, lower) is { } child) kept.Add(member with { Value = child });
            else run.Note(SchemaRun.Sanitized, member.Key);
        }

        run.Leave();
        properties.Members.Clear();
        properties.Members.AddRange(kept);
        if (kept.Count == 0) schema.Remove("properties");
    }

    private void Additional(SchemaNode schema, SchemaNode value, List<string> hints, Func<SchemaNode, SchemaNode?> lower)
    {
        if (json)
        {
            if (value.IsObject) schema.Set("additionalProperties", Within("additionalProperties", value, lower) ?? SchemaNode.Boolean(false));
            return;
        }

        schema.Remove("additionalProperties");
        if (value.IsTrue || value is { IsObject: true, Members.Count: 0 }) return;
        run.Note(SchemaRun.Sanitized, "additionalProperties");
        if (value.IsObject) hints.Add(SchemaText.Hint("any further members", value, SchemaText.MaxMap) ?? "any further members");
    }

    private void Format(SchemaNode schema, SchemaNode value, List<string> hints)
    {
        bool kept = SchemaTypes.Of(schema).FirstOrDefault(type => type != "null") switch
        {
            "string" => value.Text is "enum" or "date-time",
            "number" or "integer" => value.Text is "float" or "double" or "int32" or "int64",
            _ => false,
        };
        if (kept) return;
        schema.Remove("format");
        run.Note(SchemaRun.Sanitized, "format");
        hints.Add("format: " + value.Text);
    }

    private void Arrays(SchemaNode schema, Func<SchemaNode, SchemaNode?> lower)
    {
        if (schema.Get("prefixItems")?.Items is { } positions) Tuple(schema, positions, lower);
        if (schema.Get("items") is { } items)
        {
            if (Within("items", items, lower) is { } child) schema.Set("items", child);
            else if (schema.Remove("items") && !schema.Has("maxItems")) schema.Set("maxItems", Count(schema.Get("prefixItems")?.Items?.Count ?? 0));
        }

        if (!SchemaTypes.Of(schema).Contains("array") || schema.Has("items") || schema.Has("prefixItems")) return;
        schema.Set("items", SchemaNode.OfType("string"));
        run.Note(SchemaRun.Sanitized, "items");
    }

    private void Tuple(SchemaNode schema, List<SchemaNode> positions, Func<SchemaNode, SchemaNode?> lower)
    {
        if (json)
        {
            for (int i = 0; i < positions.Count; i++) positions[i] = Within("prefixItems", positions[i], lower) ?? SchemaNode.Object();
            return;
        }

        run.Note(SchemaRun.Sanitized, "prefixItems");
        int length = positions.Count;
        var rest = schema.Get("items");
        var distinct = new List<SchemaNode>();
        foreach (var position in rest is { IsObject: true } ? positions.Append(rest) : positions)
        {
            if (!distinct.Exists(there => SchemaMerge.Same(there, position))) distinct.Add(position);
        }

        schema.Remove("items");
        var union = SchemaNode.Object();
        union.Set("anyOf", SchemaNode.Array(distinct));
        schema.Rename("prefixItems", "items", distinct.Count == 1 ? distinct[0] : union);
        if (!schema.Has("minItems")) schema.Set("minItems", Count(length));
        if (!schema.Has("maxItems") && rest is null or { IsFalse: true }) schema.Set("maxItems", Count(length));
    }

    private void Required(SchemaNode schema)
    {
        if (schema.Get("required")?.Items is not { } required) return;
        var names = schema.Get("properties")?.Members?.Select(member => member.Key).ToHashSet(StringComparer.Ordinal) ?? [];
        int before = required.Count;
        required.RemoveAll(name => !names.Remove(name.Text!));
        if (required.Count < before) run.Note(SchemaRun.Sanitized, "required");
        if (required.Count == 0) schema.Remove("required");
    }

    private static void Ordering(SchemaNode schema)
    {
        if (schema.Get("propertyOrdering") is not { } ordering) return;
        var properties = schema.Get("properties");
        ordering.Items?.RemoveAll(name => name.Text is not { } text || properties?.Has(text) != true);
        if (ordering.Items is not { Count: > 0 }) schema.Remove("propertyOrdering");
    }

    private SchemaNode? Within(string segment, SchemaNode child, Func<SchemaNode, SchemaNode?> lower)
    {
        run.Enter(segment);
        var lowered = lower(child);
        run.Leave();
        return lowered;
    }

    private static SchemaNode Count(int value) => SchemaNode.Scalar(System.Text.Encoding.ASCII.GetBytes(SchemaPositions.Index(value)));
}
