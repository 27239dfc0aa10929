namespace Gantry.Protocols.Schemas;

/// <summary>Copies a schema with every reference replaced by what it points to, and without the definitions.</summary>
internal sealed class RefInliner
{
    private static readonly string[] Words = ["$ref", "$dynamicRef", "$recursiveRef"];

    private readonly SchemaRun _run;
    private readonly SchemaPointer _pointer;
    private readonly List<SchemaNode> _open = [];
    private int _references;
    private int _nodes;
    private int _bytes;

    private RefInliner(SchemaNode root, SchemaRun run)
    {
        _run = run;
        _pointer = new SchemaPointer(root);
    }

    /// <summary>True when a schema calls itself; its inner calls have become objects without a shape.</summary>
    public bool IsRecursive { get; private set; }

    public static SchemaNode Apply(SchemaNode root, SchemaRun run, out bool isRecursive)
    {
        var inliner = new RefInliner(root, run);
        var flat = inliner.Copy(root);
        isRecursive = inliner.IsRecursive;
        return flat;
    }

    /// <summary>Whether any reference or definition stands in the schema.</summary>
    public static bool IsNeeded(SchemaNode root, SchemaRun run)
    {
        bool found = false;
        Visit(root);
        return found;

        SchemaNode Visit(SchemaNode schema)
        {
            found |= schema.IsObject && schema.Members.Exists(member => IsDropped(member.Key));
            if (!found) SchemaPositions.Replace(schema, run, Visit);
            return schema;
        }
    }

    private SchemaNode Copy(SchemaNode schema)
    {
        // Twice the depth allowed in the end: compositions that will be merged may take some of it.
        if (++_nodes > SchemaLimits.MaxNodes || _open.Count > 2 * SchemaLimits.MaxDepth) _run.Refuse(SchemaOutcome.TooDeep);
        if (_run.IsRefused || !schema.IsObject) return schema.IsObject ? SchemaNode.Object() : schema;
        _open.Add(schema);
        var copy = SchemaPositions.Copy(schema, _run, IsDropped, Copy);
        string? reference = Words.Select(word => schema.Get(word)?.Text).FirstOrDefault(text => text is not null);
        var result = reference is null ? copy : Resolve(reference, copy);
        _open.RemoveAt(_open.Count - 1);
        return result;
    }

    private SchemaNode Resolve(string reference, SchemaNode siblings)
    {
        var target = _pointer.Find(reference);
        if (target is null)
        {
            _run.Note(SchemaRun.Sanitized, "$ref");
            SchemaText.Append(siblings, ["$ref: " + reference]);
            return siblings;
        }

        if (_open.Contains(target) || _references == SchemaLimits.MaxReferences)
        {
            bool cycle = _open.Contains(target);
            IsRecursive |= cycle;
            _run.Note(cycle ? SchemaRun.RecursiveRef : SchemaRun.Sanitized);
            var stub = SchemaNode.OfType("object");
            SchemaText.Append(stub, [(cycle ? "recursive, see " : "nested too deep, see ") + SchemaPointer.Name(reference)]);
            return stub;
        }

        _bytes += target.Raw.Length;
        if (_bytes > SchemaLimits.MaxInlinedBytes) _run.Refuse(SchemaOutcome.TooDeep);
        _references++;
        var inlined = Copy(target);
        _references--;
        if (siblings.Members!.Count == 0 || inlined.IsFalse) return inlined;
        if (!inlined.IsObject) return siblings;
        SchemaMerge.Into(inlined, siblings, overwrite: true, _run);
        return inlined;
    }

    private static bool IsDropped(string key) => key is "$defs" or "definitions" || Words.AsSpan().Contains(key);
}
