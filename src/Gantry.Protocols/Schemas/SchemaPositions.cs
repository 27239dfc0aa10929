namespace Gantry.Protocols.Schemas;

/// <summary>Where schemas stand inside a schema. Everything else is a plain value, whatever its members are called.</summary>
internal static class SchemaPositions
{
    private static readonly string[] Single =
    [
        "items", "additionalProperties", "additionalItems", "not", "if", "then", "else", "contains", "propertyNames", "unevaluatedItems",
        "unevaluatedProperties", "contentSchema",
    ];

    private static readonly string[] Lists = ["allOf", "anyOf", "oneOf", "prefixItems"];

    private static readonly string[] Maps = ["properties", "patternProperties", "$defs", "definitions", "dependentSchemas"];

    /// <summary>The value is one schema.</summary>
    public static bool IsSingle(string keyword) => Single.AsSpan().Contains(keyword);

    /// <summary>The value is a list of schemas.</summary>
    public static bool IsList(string keyword) => Lists.AsSpan().Contains(keyword);

    /// <summary>The value is an object whose members are schemas under names of the author's choice.</summary>
    public static bool IsMap(string keyword) => Maps.AsSpan().Contains(keyword);

    /// <summary>Puts <paramref name="change"/> of every direct child in its place.</summary>
    public static void Replace(SchemaNode schema, SchemaRun run, Func<SchemaNode, SchemaNode> change)
    {
        if (!schema.IsObject) return;
        for (int i = 0; i < schema.Members.Count; i++)
        {
            var (key, _, value) = schema.Members[i];
            run.Enter(key);
            if (value.IsArray && (IsList(key) || key == "items"))
            {
                for (int j = 0; j < value.Items.Count; j++)
                {
                    run.Enter(Index(j));
                    value.Items[j] = change(value.Items[j]);
                    run.Leave();
                }
            }
            else if (value.IsObject && IsMap(key))
            {
                for (int j = 0; j < value.Members.Count; j++)
                {
                    run.Enter(value.Members[j].Key);
                    value.Members[j] = value.Members[j] with { Value = change(value.Members[j].Value) };
                    run.Leave();
                }
            }
            else if (IsSingle(key))
            {
                schema.Members[i] = schema.Members[i] with { Value = change(value) };
            }

            run.Leave();
        }
    }

    /// <summary>A copy of a schema with <paramref name="change"/> of every direct child in its place; the original stays as it is.</summary>
    public static SchemaNode Copy(SchemaNode schema, SchemaRun run, Func<string, bool> isDropped, Func<SchemaNode, SchemaNode> change)
    {
        var copy = SchemaNode.Object(schema.Raw);
        foreach (var member in schema.Members!)
        {
            var (key, _, value) = member;
            if (isDropped(key)) continue;
            run.Enter(key);
            copy.Members!.Add(member with { Value = CopyValue(key, value, run, change) });
            run.Leave();
        }

        return copy;
    }

    public static string Index(int at) => at.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static SchemaNode CopyValue(string key, SchemaNode value, SchemaRun run, Func<SchemaNode, SchemaNode> change)
    {
        if (value.IsArray && (IsList(key) || key == "items"))
        {
            return SchemaNode.Array(value.Items.Select((item, at) => Within(Index(at), item)).ToList());
        }

        if (value.IsObject && IsMap(key))
        {
            var map = SchemaNode.Object();
            foreach (var member in value.Members) map.Members!.Add(member with { Value = Within(member.Key, member.Value) });
            return map;
        }

        return IsSingle(key) ? change(value) : value.Clone();

        SchemaNode Within(string segment, SchemaNode child)
        {
            run.Enter(segment);
            var changed = change(child);
            run.Leave();
            return changed;
        }
    }
}
