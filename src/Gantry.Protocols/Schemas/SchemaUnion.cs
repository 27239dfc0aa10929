namespace Gantry.Protocols.Schemas;

/// <summary>Unions, in the forms that dialects allow.</summary>
internal static class SchemaUnion
{
    // Kept by the schema that holds the union when its rules move into the branches.
    private static readonly string[] Stays =
    [
        "anyOf", "description", "title", "default", "example", "examples", "deprecated", "readOnly", "writeOnly", "$schema", "$id", "$comment",
        "$anchor", "discriminator",
    ];

    /// <summary>Makes one object of a union of objects: all properties, those required that every branch requires, the choice in words.</summary>
    /// <param name="schema">Holds the union.</param>
    /// <param name="keyword"><c>anyOf</c> or <c>oneOf</c>.</param>
    /// <param name="run">Not told: the caller knows whether it is the root.</param>
    public static void Flatten(SchemaNode schema, string keyword, SchemaRun run)
    {
        var branches = schema.Get(keyword)!.Items!;
        schema.Remove(keyword);
        var objects = new List<SchemaNode>();
        foreach (var branch in branches.Where(branch => branch.IsObject))
        {
            SchemaComposition.Apply(branch, run);
            foreach (string inner in (string[])["anyOf", "oneOf"])
            {
                if (branch.Get(inner) is { IsArray: true }) Flatten(branch, inner, run);
            }

            if (SchemaTypes.Of(branch) is [] or ["object"] || branch.Has("properties")) objects.Add(branch);
        }

        foreach (var branch in objects)
        {
            if (branch.Get("properties") is not { IsObject: true } added) continue;
            if (schema.Get("properties") is not { IsObject: true } properties) schema.Set("properties", properties = SchemaNode.Object());
            foreach (var (key, name, value) in added.Members)
            {
                if (properties.Get(key) is { } there) properties.Set(key, Either(there, value));
                else properties.Members!.Add(new SchemaMember(key, name, value));
            }
        }

        Require(schema, objects);
        bool closed = objects.Count > 0 && objects.TrueForAll(branch => branch.Get("additionalProperties") is { IsFalse: true });
        if (closed && !schema.Has("additionalProperties"))
        {
            schema.Set("additionalProperties", SchemaNode.Boolean(false));
        }

        if (objects.Count > 1)
        {
            string choice = keyword == "oneOf" ? "exactly one of: " : "at least one of: ";
            SchemaText.Append(schema, [choice + string.Join(" | ", objects.Select(Shape))]);
        }
    }

    /// <summary>Moves the rules beside <c>anyOf</c> into its branches: a dialect may allow nothing beside it.</summary>
    public static void Distribute(SchemaNode schema, SchemaRun run)
    {
        var moved = schema.Members!.Where(member => !Stays.AsSpan().Contains(member.Key) && !member.Key.StartsWith("x-", StringComparison.Ordinal)).ToList();
        if (moved.Count == 0) return;
        schema.Members!.RemoveAll(member => moved.Contains(member));
        var branches = schema.Get("anyOf")!.Items!;
        for (int i = 0; i < branches.Count; i++)
        {
            if (branches[i].IsTrue) branches[i] = SchemaNode.Object();
            if (!branches[i].IsObject || SchemaTypes.IsOnlyNull(branches[i])) continue;
            var rules = SchemaNode.Object();
            rules.Members!.AddRange(moved.Select(member => member with { Value = member.Value.Clone() }));
            SchemaComposition.Apply(branches[i], run);
            SchemaMerge.Into(rules, branches[i], overwrite: true, run);
            branches[i] = rules;
        }
    }

    /// <summary>Makes a union of a schema of several types, each with the rules that speak of it.</summary>
    /// <param name="schema">Names more than one type, or one and null.</param>
    /// <param name="types">Those that become branches.</param>
    public static void Split(SchemaNode schema, IReadOnlyList<string> types)
    {
        var members = schema.Members!.Where(member => !Stays.AsSpan().Contains(member.Key) && member.Key != "type").ToList();
        var values = schema.Get("enum")?.Items ?? (schema.Get("const") is { } constant ? [constant] : null);
        if (values?.Exists(value => types.Any(type => Is(value, type))) == false) values = null;
        var branches = new List<SchemaNode>();
        foreach (string type in types)
        {
            var branch = SchemaNode.OfType(type);
            foreach (var member in members)
            {
                bool fits = member.Key is not ("enum" or "const") && Speaks(member.Key, type);
                if (fits) branch.Set(member.Key, member.Value.Clone());
            }

            if (values is not null && type != "null")
            {
                var own = values.Where(value => Is(value, type)).ToList();
                if (own.Count == 0) continue;
                branch.Set("enum", SchemaNode.Array(own));
            }

            branches.Add(branch);
        }

        schema.Members!.RemoveAll(member => members.Contains(member));
        schema.Rename("type", "anyOf", SchemaNode.Array(branches));
        if (branches.Count > 1) return;
        schema.Remove("anyOf");
        schema.Members.AddRange(branches[0].Members!);
    }

    private static bool Is(SchemaNode value, string type) => SchemaTypes.OfValue(value) == type || (type == "number" && value.IsNumber);

    // A format belongs to text where there is text, otherwise to numbers.
    private static bool Speaks(string keyword, string type) => SchemaTypes.OfKeyword(keyword) switch
    {
        "number" => type is "number" or "integer",
        { } speaksOf => speaksOf == type,
        null => keyword != "format" || type is "string" or "number" or "integer",
    };

    private static void Require(SchemaNode schema, List<SchemaNode> objects)
    {
        if (objects.Count == 0) return;
        var common = Required(objects[0]).Where(name => objects.TrueForAll(branch => Required(branch).Contains(name))).ToList();
        if (common.Count == 0) return;
        if (schema.Get("required") is not { IsArray: true } required) schema.Set("required", required = SchemaNode.Array());
        foreach (string name in common)
        {
            if (!required.Items!.Exists(there => there.Text == name)) required.Items.Add(SchemaNode.String(name));
        }
    }

    private static List<string> Required(SchemaNode branch) =>
        branch.Get("required")?.Items?.Select(name => name.Text).OfType<string>().ToList() ?? [];

    private static string Shape(SchemaNode branch)
    {
        var names = Required(branch);
        if (names.Count == 0) names = branch.Get("properties")?.Members?.ConvertAll(member => member.Key) ?? [];
        return "{" + string.Join(", ", names) + "}";
    }

    // One name, two meanings: constants become one enumeration, anything else a choice.
    private static SchemaNode Either(SchemaNode left, SchemaNode right)
    {
        if (SchemaMerge.Same(left, right)) return left;
        if (Constants(left) is { } some && Constants(right) is { } more && SchemaTypes.Of(left).SequenceEqual(SchemaTypes.Of(right)))
        {
            var joined = left.Clone();
            var values = some.Concat(more.Where(value => !some.Exists(there => SchemaMerge.Same(there, value))));
            joined.Rename(joined.Has("enum") ? "enum" : "const", "enum", SchemaNode.Array(values.ToList()));
            return joined;
        }

        bool open = left.IsObject && left.Members is [{ Key: "anyOf", Value.IsArray: true }];
        var branches = open ? left.Get("anyOf")!.Items! : [left];
        if (!branches.Exists(branch => SchemaMerge.Same(branch, right))) branches = [.. branches, right];
        var union = SchemaNode.Object();
        union.Set("anyOf", SchemaNode.Array(branches));
        return union;
    }

    private static List<SchemaNode>? Constants(SchemaNode schema)
    {
        if (!schema.IsObject) return null;
        bool plain = schema.Members.TrueForAll(member => member.Key is "type" or "const" or "enum" or "description" or "title" or "default");
        if (!plain) return null;
        return schema.Get("enum")?.Items ?? (schema.Get("const") is { } constant ? [constant] : null);
    }
}
