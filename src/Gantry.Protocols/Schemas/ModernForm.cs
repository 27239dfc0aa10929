namespace Gantry.Protocols.Schemas;

/// <summary>
/// Says a schema of any draft, or of OpenAPI 3.0 as Gemini clients send it, in the words of draft 2020-12; what is no schema at all is
/// mended. A schema that is in that form already stays untouched.
/// </summary>
internal static class ModernForm
{
    private static readonly string[] Counts = ["minItems", "maxItems", "minLength", "maxLength", "minProperties", "maxProperties"];

    public static SchemaNode Apply(SchemaNode schema, SchemaRun run)
    {
        if (!schema.IsObject) return Mended(schema, run);
        SchemaComposition.WrapBareMap(schema, run);
        Shapes(schema, run);
        Types(schema, run);
        Bounds(schema, "exclusiveMinimum", "minimum");
        Bounds(schema, "exclusiveMaximum", "maximum");
        foreach (string count in Counts)
        {
            // Protobuf writes 64-bit integers as strings.
            if (schema.Get(count)?.Text is not { Length: > 0 and < 19 } text || !text.All(char.IsAsciiDigit)) continue;
            string digits = text.TrimStart('0');
            schema.Set(count, SchemaNode.Scalar(System.Text.Encoding.ASCII.GetBytes(digits.Length > 0 ? digits : "0")));
        }

        Nullable(schema);
        Tuples(schema);
        if (schema.Get("required") is { IsArray: false }) schema.Remove("required");

        // Once more: what was removed may have hidden a bare map.
        SchemaComposition.WrapBareMap(schema, run);
        PromoteRequired(schema, run);
        SchemaPositions.Replace(schema, run, child => Apply(child, run));
        return schema;
    }

    private static SchemaNode Mended(SchemaNode value, SchemaRun run)
    {
        if (value.IsTrue || value.IsFalse) return value;
        if (!value.IsNull) run.Note(SchemaRun.Sanitized);
        return value.Text is { } type && SchemaTypes.IsKnown(type) ? SchemaNode.OfType(type) : SchemaNode.Object();
    }

    // Members whose value has a shape that no draft knows: null says nothing, the rest is a mistake.
    private static void Shapes(SchemaNode schema, SchemaRun run)
    {
        schema.Members!.RemoveAll(member =>
        {
            var (key, _, value) = member;
            bool fits = key switch
            {
                "description" or "title" or "$ref" or "format" or "pattern" => value.Text is not null,
                "enum" => value.IsArray,
                "required" => value.IsArray || value.IsTrue || value.IsFalse,
                "items" => value.IsArray || value.IsObject || value.IsTrue || value.IsFalse,
                _ when SchemaPositions.IsList(key) => value.IsArray,
                _ when SchemaPositions.IsMap(key) => value.IsObject,
                _ when SchemaPositions.IsSingle(key) => value.IsObject || value.IsTrue || value.IsFalse,
                _ => true,
            };
            if (!fits && !value.IsNull) run.Note(SchemaRun.Sanitized, key);
            return !fits;
        });
        if (schema.Get("required") is { IsArray: true } required && required.Items.RemoveAll(name => name.Text is null) > 0)
        {
            run.Note(SchemaRun.Sanitized, "required");
        }
    }

    private static void Types(SchemaNode schema, SchemaRun run)
    {
        if (schema.Get("type") is not { } type) return;
        var named = type.IsArray ? type.Items.Select(item => item.Text).ToList() : [type.Text];
        var types = new List<string>();
        foreach (string? name in named)
        {
            string lower = name?.ToLowerInvariant() ?? "";
            if (SchemaTypes.IsKnown(lower) && !types.Contains(lower)) types.Add(lower);
            else if (lower is not ("any" or "type_unspecified") && !types.Contains(lower)) run.Note(SchemaRun.Sanitized, "type");
        }

        bool same = types.Count > 0 && types.SequenceEqual(named) && (!type.IsArray || types.Count > 1);
        if (!same) SchemaTypes.Set(schema, types);
    }

    // Draft 4: a flag beside the bound.
    private static void Bounds(SchemaNode schema, string exclusive, string inclusive)
    {
        if (schema.Get(exclusive) is not { } flag || !(flag.IsTrue || flag.IsFalse)) return;
        if (flag.IsTrue && schema.Get(inclusive) is { IsNumber: true } bound)
        {
            schema.Set(exclusive, bound);
            schema.Remove(inclusive);
        }
        else
        {
            schema.Remove(exclusive);
        }
    }

    private static void Tuples(SchemaNode schema)
    {
        bool tuple = schema.Get("items") is { IsArray: true };
        if (tuple) schema.Rename("items", "prefixItems", schema.Get("items")!);
        if (schema.Get("additionalItems") is not { } rest) return;
        if (tuple) schema.Rename("additionalItems", "items", rest);
        else schema.Remove("additionalItems");
    }

    private static void PromoteRequired(SchemaNode schema, SchemaRun run)
    {
        if (schema.Get("properties") is not { IsObject: true } properties) return;
        var names = schema.Get("required")?.Items?.Select(name => name.Text).ToHashSet() ?? [];
        foreach (var (key, _, property) in properties.Members)
        {
            if (property.Get("required") is not { } flag || !(flag.IsTrue || flag.IsFalse)) continue;
            property.Remove("required");
            if (flag.IsFalse) continue;
            if (schema.Get("required") is not { IsArray: true } required)
            {
                schema.Set("required", required = SchemaNode.Array());
            }

            if (names.Add(key)) required.Items!.Add(SchemaNode.String(key));
            run.Note(SchemaRun.Sanitized, "required");
        }
    }

    private static void Nullable(SchemaNode schema)
    {
        if (schema.Get("nullable") is not { } nullable) return;
        schema.Remove("nullable");
        if (!nullable.IsTrue) return;
        foreach (string union in (string[])["anyOf", "oneOf"])
        {
            if (schema.Get(union) is not { IsArray: true } branches) continue;
            if (!branches.Items.Exists(SchemaTypes.IsOnlyNull)) branches.Items.Add(SchemaNode.OfType("null"));
        }

        var types = SchemaTypes.Of(schema);
        if (types.Count > 0 && !types.Contains("null")) SchemaTypes.Set(schema, [.. types, "null"]);
        if (schema.Get("enum") is { IsArray: true } values && !values.Items.Exists(value => value.IsNull)) values.Items.Add(SchemaNode.Null());
    }
}
