namespace Gantry.Protocols.Schemas;

/// <summary>Says a schema in the subset that Anthropic compiles into a grammar: strict tools and structured output.</summary>
/// <remarks>
/// Every object is closed; what the subset cannot constrain goes into the description, as the vendor's own SDKs do it. A map, a value of
/// any type or a tuple has no form at all and ends the lowering as <see cref="SchemaOutcome.Inexpressible"/>.
/// </remarks>
internal sealed class AnthropicStrictSchema(SchemaRun run)
{
    private static readonly string[] Formats = ["date-time", "time", "date", "duration", "email", "hostname", "uri", "ipv4", "ipv6", "uuid"];

    private static readonly string[] Silent = ["$schema", "$id", "id", "$comment", "$anchor", "propertyOrdering"];

    /// <summary>The schema, changed in place; null for one that no value satisfies.</summary>
    public SchemaNode? Lower(SchemaNode schema) => Lower(schema, isRoot: false);

    /// <summary>As <see cref="Lower(SchemaNode)"/>; an object without properties is a tool without arguments here, and no map.</summary>
    public SchemaNode? LowerRoot(SchemaNode schema) => Lower(schema, isRoot: true);

    private SchemaNode? Lower(SchemaNode schema, bool isRoot)
    {
        if (schema.IsFalse) return null;
        if (!schema.IsObject) return Refuse(schema);
        SchemaComposition.Apply(schema, run);
        if (schema.Get("oneOf") is { } one)
        {
            if (!schema.Has("anyOf")) schema.Rename("oneOf", "anyOf", one);
            else if (schema.Remove("oneOf")) run.Note(SchemaRun.Sanitized, "oneOf");
        }

        if (SchemaTypes.Of(schema) is { Count: > 1 } types && !schema.Has("anyOf")) SchemaUnion.Split(schema, types);
        if (schema.Has("anyOf") && schema.Has("properties"))
        {
            run.Note(SchemaRun.Sanitized, "anyOf");
            SchemaUnion.Flatten(schema, "anyOf", run);
        }

        return schema.Has("anyOf") ? Union(schema) : Plain(schema, isRoot);
    }

    private SchemaNode? Union(SchemaNode schema)
    {
        SchemaUnion.Distribute(schema, run);
        var branches = schema.Get("anyOf")!.Items!;
        for (int i = branches.Count - 1; i >= 0; i--)
        {
            if (Within("anyOf", branches[i]) is { } branch) branches[i] = branch;
            else branches.RemoveAt(i);
        }

        if (branches.Count == 0) return null;
        schema.Members!.RemoveAll(member => member.Key is not ("anyOf" or "description" or "title" or "default"));
        if (branches.Count > 1) return schema;
        schema.Remove("anyOf");
        SchemaMerge.Into(schema, branches[0], overwrite: false, run);
        return schema;
    }

    private SchemaNode Plain(SchemaNode schema, bool isRoot)
    {
        string? type = SchemaTypes.Of(schema).FirstOrDefault() ?? Implied(schema);
        if (type is null) return Refuse(schema);
        schema.SetFirst("type", SchemaNode.String(type));
        var hints = new List<string>();
        foreach (var (key, _, value) in schema.Members!.ToArray())
        {
            if (IsKept(type, key, value)) continue;
            schema.Remove(key);
            if (Silent.AsSpan().Contains(key)) continue;
            run.Note(SchemaRun.Sanitized, key);
            if (SchemaText.Hint(key, value) is { } hint) hints.Add(hint);
        }

        SchemaText.Append(schema, hints);
        if (type == "object") Object(schema, isRoot);
        if (type == "array") Array(schema);
        return schema;
    }

    private static bool IsKept(string type, string key, SchemaNode value) => key switch
    {
        "type" or "description" or "title" or "default" => true,
        "enum" => value.Items!.TrueForAll(item => !item.IsObject && !item.IsArray),
        "const" => !value.IsObject && !value.IsArray,
        "format" => type == "string" && Formats.AsSpan().Contains(value.Text),
        "minItems" => type == "array" && value.IsNumber && value.Raw.Span is [(byte)'0'] or [(byte)'1'],
        "items" or "prefixItems" => type == "array",
        "properties" or "required" or "additionalProperties" => type == "object",
        _ => false,
    };

    private void Object(SchemaNode schema, bool isRoot)
    {
        var additional = schema.Get("additionalProperties");
        var properties = schema.Get("properties");
        bool closed = additional is { IsFalse: true };
        if (!closed && (additional is not null || (properties is not { IsObject: true, Members.Count: > 0 } && !isRoot))) Refuse(schema);
        if (properties is not { IsObject: true }) schema.Set("properties", properties = SchemaNode.Object());
        run.Enter("properties");
        var kept = new List<SchemaMember>();
        foreach (var member in properties.Members!)
        {
            if (Within(member.Key, member.Value) is { } child) kept.Add(member with { Value = child });
            else run.Note(SchemaRun.Sanitized, member.Key);
        }

        run.Leave();
        properties.Members.Clear();
        properties.Members.AddRange(kept);
        var names = kept.Select(member => member.Key).ToHashSet(StringComparer.Ordinal);
        bool pruned = schema.Get("required")?.Items?.RemoveAll(name => !names.Remove(name.Text!)) > 0;
        if (pruned) run.Note(SchemaRun.Sanitized, "required");
        schema.Set("additionalProperties", SchemaNode.Boolean(false));
    }

    private void Array(SchemaNode schema)
    {
        if (schema.Has("prefixItems") || schema.Get("items") is not { } items) Refuse(schema);
        else if (Within("items", items) is { } child) schema.Set("items", child);
        else Refuse(schema);
    }

    private static string? Implied(SchemaNode schema)
    {
        var values = schema.Get("enum")?.Items ?? (schema.Get("const") is { } constant ? [constant] : []);
        return SchemaTypes.OfValues(values) ?? SchemaTypes.Implied(schema);
    }

    private SchemaNode? Within(string segment, SchemaNode child)
    {
        run.Enter(segment);
        var lowered = Lower(child);
        run.Leave();
        return lowered;
    }

    private SchemaNode Refuse(SchemaNode schema)
    {
        run.Refuse(SchemaOutcome.Inexpressible);
        return schema;
    }
}
