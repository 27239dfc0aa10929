namespace Gantry.Protocols.Schemas;

/// <summary>Turns compositions into plain schemas: <c>allOf</c>, <c>if</c>/<c>then</c>/<c>else</c>, a bare map of properties.</summary>
internal static class SchemaComposition
{
    private static readonly string[] Branches = ["then", "else"];

    // Keywords whose value may be an object.
    private static readonly string[] Keywords =
        ["default", "example", "examples", "const", "discriminator", "xml", "externalDocs", "dependencies", "dependentRequired"];

    private static readonly string[] Marks = ["type", "$ref", "anyOf", "oneOf", "allOf", "enum", "const", "properties", "items"];

    /// <summary>Merges in place; the children are not looked at unless they are merged.</summary>
    public static void Apply(SchemaNode schema, SchemaRun run)
    {
        Hoist(schema, run);
        MergeAll(schema, run);
    }

    /// <summary><c>{"city":{"type":"string"}}</c>: some tools send their properties where the schema should be.</summary>
    public static void WrapBareMap(SchemaNode schema, SchemaRun run)
    {
        bool bare = schema.Members!.TrueForAll(member => member.Value.IsObject && !IsKeyword(member.Key));
        if (!bare || !schema.Members.Exists(member => Marks.Any(member.Value.Has))) return;
        var properties = SchemaNode.Object();
        properties.Members!.AddRange(schema.Members);
        schema.Members.Clear();
        schema.Set("type", SchemaNode.String("object"));
        schema.Set("properties", properties);
        run.Note(SchemaRun.Sanitized);
    }

    // A condition becomes a choice: what a branch would add may be there.
    private static void Hoist(SchemaNode schema, SchemaRun run)
    {
        if (!schema.Has("if") && !schema.Has("then") && !schema.Has("else")) return;
        run.Note(SchemaRun.Sanitized, "if");
        foreach (string keyword in Branches)
        {
            if (schema.Get(keyword) is not { IsObject: true } branch) continue;
            Apply(branch, run);
            if (branch.Get("properties") is not { IsObject: true } added) continue;
            if (schema.Get("properties") is not { IsObject: true } properties) schema.Set("properties", properties = SchemaNode.Object());
            foreach (var member in added.Members)
            {
                if (!properties.Has(member.Key)) properties.Members!.Add(member);
            }
        }

        schema.Remove("if");
        schema.Remove("then");
        schema.Remove("else");
    }

    private static void MergeAll(SchemaNode schema, SchemaRun run)
    {
        if (schema.Get("allOf") is not { IsArray: true } all) return;
        schema.Remove("allOf");
        var merged = SchemaNode.Object();
        foreach (var part in all.Items)
        {
            if (part.IsFalse) run.Note(SchemaRun.Sanitized, "allOf");
            if (!part.IsObject) continue;
            Apply(part, run);
            SchemaMerge.Into(merged, part, overwrite: true, run);
        }

        SchemaMerge.Into(schema, merged, overwrite: false, run);
    }

    private static bool IsKeyword(string key) =>
        SchemaPositions.IsSingle(key) || SchemaPositions.IsMap(key) || Keywords.AsSpan().Contains(key)
        || key.StartsWith('$') || key.StartsWith("x-", StringComparison.Ordinal);
}
