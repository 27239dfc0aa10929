namespace Gantry.Protocols.Schemas;

/// <summary>Says in one schema what two say together, as far as one can.</summary>
internal static class SchemaMerge
{
    /// <summary>Properties and <c>required</c> are united; of two values for one keyword one is kept and the other noted.</summary>
    /// <param name="into">Gets the members.</param>
    /// <param name="from">Gives its members; not used again afterwards.</param>
    /// <param name="overwrite">The value of <paramref name="from"/> wins.</param>
    /// <param name="run">Learns of values that were lost.</param>
    public static void Into(SchemaNode into, SchemaNode from, bool overwrite, SchemaRun run)
    {
        // A boolean schema says nothing that could be added: what "false" forbids is lost with the schema that it stood in.
        foreach (var (key, _, value) in from.Members ?? [])
        {
            var there = into.Get(key);
            if (there is null) into.Set(key, value);
            else if (SchemaPositions.IsMap(key) && there.IsObject && value.IsObject) Maps(there, value, overwrite, run);
            else if (key == "required" && there.IsArray && value.IsArray) Union(there, value);
            else if (key == "allOf" && there.IsArray && value.IsArray) there.Items.AddRange(value.Items);
            else if (!Same(there, value))
            {
                if (overwrite) into.Set(key, value);
                if (!Tells(key)) run.Note(SchemaRun.Sanitized, key);
            }
        }
    }

    /// <summary>The same bytes but for white space.</summary>
    public static bool Same(SchemaNode left, SchemaNode right) => SchemaTree.Write(left).AsSpan().SequenceEqual(SchemaTree.Write(right));

    // Words for the reader: one of two is enough.
    private static bool Tells(string key) => key is "description" or "title" or "$comment" or "$id" or "$schema" or "$anchor";

    private static void Maps(SchemaNode into, SchemaNode from, bool overwrite, SchemaRun run)
    {
        foreach (var (key, name, value) in from.Members!)
        {
            var there = into.Get(key);
            if (there is null)
            {
                into.Members!.Add(new SchemaMember(key, name, value));
            }
            else if (!Same(there, value))
            {
                if (overwrite) into.Set(key, value);
                run.Note(SchemaRun.Sanitized, key);
            }
        }
    }

    private static void Union(SchemaNode into, SchemaNode from)
    {
        foreach (var name in from.Items!)
        {
            if (!into.Items!.Exists(there => there.Text == name.Text)) into.Items.Add(name);
        }
    }
}
