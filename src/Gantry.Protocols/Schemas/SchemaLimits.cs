namespace Gantry.Protocols.Schemas;

/// <summary>How large a schema may be: what models take, and what a hostile one may cost.</summary>
internal static class SchemaLimits
{
    public const int MaxDepth = 32;
    public const int MaxNodes = 5_000;

    /// <summary>Bytes that resolved references may add.</summary>
    public const int MaxInlinedBytes = 1 << 20;

    /// <summary>How many references may be resolved inside one another.</summary>
    public const int MaxReferences = 8;

    /// <summary>Refuses a schema that nests or counts too many.</summary>
    public static void Check(SchemaNode root, SchemaRun run)
    {
        int nodes = 0;
        Visit(root, 1);

        SchemaNode Visit(SchemaNode schema, int depth)
        {
            if (depth > MaxDepth || ++nodes > MaxNodes) run.Refuse(SchemaOutcome.TooDeep);
            if (!run.IsRefused) SchemaPositions.Replace(schema, run, child => Visit(child, depth + 1));
            return schema;
        }
    }
}
