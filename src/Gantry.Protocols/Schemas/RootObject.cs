namespace Gantry.Protocols.Schemas;

/// <summary>Gives the schema of a tool's input the root that every provider demands: an object, no union, no reference.</summary>
internal static class RootObject
{
    private const int MaxSteps = 8;

    private static readonly string[] Rules = ["enum", "const", "not"];

    /// <param name="root">In the form of <see cref="ModernForm"/>; changed in place where it is an object.</param>
    /// <param name="run">Learns of what was lost.</param>
    public static SchemaNode Apply(SchemaNode root, SchemaRun run)
    {
        if (!root.IsObject)
        {
            if (root.IsFalse) run.Note(SchemaRun.Sanitized);
            return Empty();
        }

        Dereference(root, run);
        bool composed = root.Has("allOf") || root.Has("anyOf") || root.Has("oneOf");
        if (composed && RefInliner.IsNeeded(root, run)) root = RefInliner.Apply(root, run, out _);
        if (root.Has("allOf")) SchemaComposition.Apply(root, run);
        if (root.Has("anyOf")) Flatten(root, "anyOf", run);
        if (root.Has("oneOf")) Flatten(root, "oneOf", run);

        var types = SchemaTypes.Of(root);
        if (types is ["object"]) return root;
        if (types.Count == 0 || types.Contains("object"))
        {
            root.SetFirst("type", SchemaNode.String("object"));
            return root;
        }

        run.Note(SchemaRun.Sanitized, "type");
        var empty = Empty();
        if (root.Get("description") is { } description) empty.Set("description", description);
        return empty;
    }

    /// <summary>Whether values of the schema are objects, as far as the root says.</summary>
    public static bool IsObject(SchemaNode root)
    {
        if (!root.IsObject) return false;
        if (SchemaTypes.Of(root) is { Count: > 0 } types) return types.Contains("object");
        foreach (string keyword in (string[])["anyOf", "oneOf", "allOf"])
        {
            if (root.Get(keyword) is not { IsArray: true, Items.Count: > 0 } branches) continue;
            return keyword == "allOf" ? branches.Items.Exists(IsObject) : branches.Items.TrueForAll(IsObject);
        }

        return root.Has("properties");
    }

    /// <summary>An object without properties.</summary>
    public static SchemaNode Empty()
    {
        var empty = SchemaNode.OfType("object");
        empty.Set("properties", SchemaNode.Object());
        return empty;
    }

    /// <summary>Puts what the root refers to into the root; definitions stay for those that use them.</summary>
    public static void Dereference(SchemaNode root, SchemaRun run)
    {
        var pointer = new SchemaPointer(root);
        for (int step = 0; root.Get("$ref")?.Text is { } reference; step++)
        {
            var target = pointer.Find(reference);
            root.Remove("$ref");
            if (step < MaxSteps && target is { IsObject: true } && target != root) SchemaMerge.Into(root, target.Clone(), overwrite: false, run);
            else run.Note(SchemaRun.Sanitized, "$ref");
        }
    }

    /// <summary>Takes away what some providers refuse beside the root's type.</summary>
    public static void DropRules(SchemaNode root, SchemaRun run)
    {
        foreach (string rule in Rules)
        {
            if (root.Get(rule) is not { } value) continue;
            root.Remove(rule);
            run.Note(SchemaRun.Sanitized, rule);
            if (SchemaText.Hint(rule, value) is { } hint) SchemaText.Append(root, [hint]);
        }
    }

    private static void Flatten(SchemaNode root, string keyword, SchemaRun run)
    {
        run.Note(SchemaRun.RootUnionFlattened, keyword);
        SchemaUnion.Flatten(root, keyword, run);
    }
}
