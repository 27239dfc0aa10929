namespace Gantry.Protocols.Schemas;

/// <summary>What OpenAI refuses even without strictness: boolean schemas, arrays without <c>items</c>, a root with a rule beside its type.</summary>
internal static class OpenAiForm
{
    public static void ApplyRoot(SchemaNode root, SchemaRun run)
    {
        RootObject.DropRules(root, run);
        if (!root.Has("properties")) root.Set("properties", SchemaNode.Object());
        Apply(root, run);
    }

    private static void Apply(SchemaNode schema, SchemaRun run)
    {
        if (!schema.IsObject) return;
        if (schema.Get("properties") is { IsObject: true } properties)
        {
            foreach (var (key, _, value) in properties.Members.ToArray())
            {
                if (value.IsTrue) properties.Set(key, SchemaNode.Object());
                if (value.IsFalse) Drop(schema, properties, key, run);
            }
        }

        if (schema.Get("items") is { IsTrue: true }) schema.Set("items", SchemaNode.Object());
        if (SchemaTypes.Of(schema).Contains("array") && !schema.Has("items") && !schema.Has("prefixItems")) schema.Set("items", SchemaNode.Object());
        SchemaPositions.Replace(schema, run, child =>
        {
            Apply(child, run);
            return child;
        });
    }

    private static void Drop(SchemaNode schema, SchemaNode properties, string key, SchemaRun run)
    {
        properties.Remove(key);
        schema.Get("required")?.Items?.RemoveAll(name => name.Text == key);
        run.Note(SchemaRun.Sanitized, "properties." + key);
    }
}
