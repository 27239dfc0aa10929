namespace Gantry.Protocols.Schemas;

/// <summary>Says a schema in one of Gemini's two dialects. A second run changes nothing.</summary>
/// <param name="json">The JSON Schema dialect of <c>…JsonSchema</c> members; otherwise the OpenAPI subset.</param>
/// <param name="run">Learns of what was lost.</param>
/// <remarks>Expects <see cref="ModernForm"/> without references.</remarks>
internal sealed class GeminiSchema(bool json, SchemaRun run)
{
    private readonly GeminiKeywords _keywords = new(json, run);

    /// <summary>The schema, changed in place; null for one that no value satisfies.</summary>
    public SchemaNode? Lower(SchemaNode schema)
    {
        if (schema.IsFalse) return null;
        if (!schema.IsObject) schema = SchemaNode.Object();
        SchemaComposition.Apply(schema, run);
        bool nullable = Union(schema);
        var hints = new List<string>();
        if (!schema.Has("anyOf")) nullable |= Plain(schema, hints);

        _keywords.Apply(schema, hints, Lower);
        SchemaText.Append(schema, hints);
        bool again = json && schema.Get("anyOf")?.Items?.Exists(SchemaTypes.IsOnlyNull) == true;
        if (nullable) MakeNullable(schema);
        if (!json) Lift(schema);

        // A branch that turned out to be null only when it was lowered.
        return again ? Lower(schema) : schema;
    }

    // True when null was among the branches.
    private bool Union(SchemaNode schema)
    {
        bool nullable = false;
        while (true)
        {
            if (schema.Get("oneOf") is { } one)
            {
                if (!schema.Has("anyOf")) schema.Rename("oneOf", "anyOf", one);
                else if (schema.Remove("oneOf")) run.Note(SchemaRun.Sanitized, "oneOf");
            }

            if (schema.Get("anyOf")?.Items is not { } branches) return nullable;
            branches.RemoveAll(branch => branch.IsFalse);
            foreach (var branch in branches.Where(branch => branch.IsObject)) SchemaComposition.Apply(branch, run);
            nullable |= branches.RemoveAll(SchemaTypes.IsOnlyNull) > 0;
            if (branches.Count > 1) break;
            schema.Remove("anyOf");
            if (branches is not [{ IsObject: true } only])
            {
                if (branches.Count == 0 && nullable && !schema.Has("type")) SchemaTypes.Set(schema, ["null"]);
                return nullable;
            }

            SchemaMerge.Into(schema, only, overwrite: false, run);
        }

        if (json)
        {
            // Several types, or only null, beside a union: the union says more.
            if (SchemaTypes.Of(schema) is { Count: > 1 } or ["null"]) schema.Remove("type");
        }
        else if (schema.Has("properties"))
        {
            run.Note(SchemaRun.Sanitized, "anyOf");
            SchemaUnion.Flatten(schema, "anyOf", run);
        }
        else
        {
            SchemaUnion.Distribute(schema, run);
        }

        return nullable;
    }

    // True when null was among the values or the types.
    private bool Plain(SchemaNode schema, List<string> hints)
    {
        bool nullable = GeminiEnum.Apply(schema, json, hints, run);
        var types = SchemaTypes.Of(schema);
        nullable |= types.Remove("null");
        if (types.Count > 1)
        {
            // Values may leave one type only.
            SchemaUnion.Split(schema, types);
            return (!schema.Has("anyOf") && Plain(schema, hints)) || nullable;
        }

        if (types.Count == 1) SchemaTypes.Set(schema, types);
        else if (nullable && IsNull(schema)) OnlyNull(schema, hints);
        else if (!json) Infer(schema, hints);
        return nullable;
    }

    private static bool IsNull(SchemaNode schema) => SchemaTypes.Of(schema) is ["null"];

    private void OnlyNull(SchemaNode schema, List<string> hints)
    {
        if (json) return;
        run.Note(SchemaRun.Sanitized, "type");
        schema.Set("type", SchemaNode.String("string"));
        hints.Add("always null");
        MakeNullable(schema);
    }

    // The OpenAPI dialect demands a type everywhere.
    private void Infer(SchemaNode schema, List<string> hints)
    {
        string? type = SchemaTypes.Implied(schema);
        if (type is null && !schema.Has("format"))
        {
            run.Note(SchemaRun.Sanitized, "type");
            hints.Add("any JSON value");
        }

        schema.SetFirst("type", SchemaNode.String(type ?? "string"));
    }

    private void MakeNullable(SchemaNode schema)
    {
        if (schema.Get("anyOf")?.Items is { } branches)
        {
            if (json) branches.Add(SchemaNode.OfType("null"));
            else MakeNullable(branches[0]);
            return;
        }

        if (json)
        {
            var types = SchemaTypes.Of(schema);
            if (types.Count == 0 && SchemaTypes.Implied(schema) is { } implied) types = [implied];
            if (types.Count > 0 && !types.Contains("null")) SchemaTypes.Set(schema, [.. types, "null"]);
            return;
        }

        schema.Remove("nullable");
        int type = schema.Members!.FindIndex(member => member.Key == "type");
        var holder = SchemaNode.Object();
        holder.Set("nullable", SchemaNode.Boolean(true));
        schema.Members.Insert(type + 1, holder.Members![0]);
    }

    // Vertex refuses every member beside anyOf in the OpenAPI dialect: the words go to the first branch.
    private static void Lift(SchemaNode schema)
    {
        if (schema.Get("anyOf")?.Items is not { } branches || schema.Get("description") is not { } description) return;
        schema.Remove("description");
        while (branches[0].Get("anyOf")?.Items is { } inner) branches = inner;
        var own = branches[0].Get("description");
        branches[0].Set("description", own is null || SchemaMerge.Same(own, description)
            ? description
            : SchemaNode.Scalar(Json.JsonText.Join([new(description.Raw), new(own.Raw)], " ").Token.ToArray()));
    }
}
