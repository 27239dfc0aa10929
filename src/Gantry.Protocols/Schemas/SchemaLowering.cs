using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Schemas;

/// <summary>Says a JSON Schema of any draft in the dialect of the place it goes to.</summary>
/// <remarks>
/// Names of properties are never touched, whatever they are; members keep their order, numbers and texts their bytes. The same schema gives
/// the same bytes every time, and what was lowered once is not changed by lowering it again: prompt caches depend on it. A change of
/// spelling alone is no loss; everything that takes from the meaning is noted as <c>schema_sanitized</c>,
/// <c>schema_root_union_flattened</c> or <c>schema_recursive_ref</c>.
/// </remarks>
public static class SchemaLowering
{
    // One pass settles every schema that a person wrote. Unions that a rule has moved into one another may need the rules once more.
    private const int MaxPasses = 5;

    /// <param name="schema">One JSON value; absent, <c>null</c> and <c>true</c> stand for a tool without arguments.</param>
    /// <param name="target">Where it goes.</param>
    /// <param name="losses">Gets what was lost. Not to be trusted after a refusal.</param>
    /// <param name="path">Where the schema stood in the source, as in <c>tools[3].input_schema</c>.</param>
    /// <returns>The schema, the very bytes given where nothing had to change; or why there is none.</returns>
    public static LoweredSchema Lower(JsonSlice schema, SchemaTarget target, LossLog losses, string path = "")
    {
        ArgumentNullException.ThrowIfNull(losses);
        var lowered = LowerOnce(schema, target, losses, path);
        for (int pass = 1; pass < MaxPasses && lowered.Outcome == SchemaOutcome.Lowered; pass++)
        {
            var again = LowerOnce(lowered.Schema, target, losses, path);
            if (again.Outcome == lowered.Outcome && again.Schema == lowered.Schema) break;
            lowered = again;
        }

        return lowered;
    }

    private static LoweredSchema LowerOnce(JsonSlice schema, SchemaTarget target, LossLog losses, string path)
    {
        var run = new SchemaRun(losses, path);
        SchemaNode? root = null;
        bool isPlain = true;
        if (!schema.IsAbsent && !SchemaTree.TryRead(schema.Memory, out root, out isPlain)) return new LoweredSchema(SchemaOutcome.TooDeep, default, path);
        byte[] before = root is null ? [] : SchemaTree.Write(root);
        root = root is null or { IsNull: true } ? SchemaNode.Boolean(true) : Modern(root, before, run);

        var lowered = Lower(root, target, run);
        if (run.IsRefused) return new LoweredSchema(run.Outcome, default, run.Where);
        if (lowered is null) return new LoweredSchema(SchemaOutcome.Omitted, default, "");
        byte[] after = SchemaTree.Write(lowered);
        return new LoweredSchema(SchemaOutcome.Lowered, isPlain && after.AsSpan().SequenceEqual(before) ? schema : new JsonSlice(after), "");
    }

    /// <summary>
    /// Whether OpenAI takes the schema with <c>strict: true</c> as it is: closed objects, every property required, no keyword outside the
    /// subset. In doubt false.
    /// </summary>
    public static bool IsOpenAiStrict(JsonSlice schema) =>
        !schema.IsAbsent && SchemaTree.TryRead(schema.Memory, out var root, out _) && new OpenAiStrictSubset(root).Holds();

    /// <summary>Whether the values are objects. Where they are not, structured output by way of a tool wraps them: <c>{"result": …}</c>.</summary>
    public static bool HasObjectRoot(JsonSlice schema)
    {
        if (schema.IsAbsent || !SchemaTree.TryRead(schema.Memory, out var root, out _)) return false;
        return RootObject.IsObject(Resolved(root));
    }

    private static SchemaNode Resolved(SchemaNode root)
    {
        var unheard = new SchemaRun(new LossLog(), "");
        root = ModernForm.Apply(root, unheard);
        return RefInliner.IsNeeded(root, unheard) ? RefInliner.Apply(root, unheard, out _) : root;
    }

    private static SchemaNode Modern(SchemaNode root, byte[] before, SchemaRun run)
    {
        root = ModernForm.Apply(root, run);

        // The draft that it named is not the one it is written in any more.
        if (root.Has("$schema") && !SchemaTree.Write(root).AsSpan().SequenceEqual(before)) root.Remove("$schema");
        return root;
    }

    private static SchemaNode? Lower(SchemaNode root, SchemaTarget target, SchemaRun run)
    {
        switch (target)
        {
            case SchemaTarget.OpenAiOutput when !RootObject.IsObject(Resolved(root.Clone())):
                run.Refuse(SchemaOutcome.Inexpressible);
                return root;
            case SchemaTarget.OpenAiTool or SchemaTarget.OpenAiOutput:
                root = RootObject.Apply(root, run);
                OpenAiForm.ApplyRoot(root, run);
                return root;
            case SchemaTarget.AnthropicTool:
                return RootObject.Apply(root, run);
            case SchemaTarget.AnthropicStrictTool or SchemaTarget.AnthropicOutput:
                return Strict(root, target == SchemaTarget.AnthropicStrictTool, run);
            case SchemaTarget.BedrockTool:
                root = Flat(RootObject.Apply(root, run), run, out _, onlyWhenNeeded: true);
                SchemaLimits.Check(root, run);
                return root;
            default:
                return Gemini(root, target, run);
        }
    }

    private static SchemaNode Flat(SchemaNode root, SchemaRun run, out bool isRecursive, bool onlyWhenNeeded = false)
    {
        isRecursive = false;
        return onlyWhenNeeded && !RefInliner.IsNeeded(root, run) ? root : RefInliner.Apply(root, run, out isRecursive);
    }

    private static SchemaNode? Strict(SchemaNode root, bool isTool, SchemaRun run)
    {
        root = Flat(root, run, out bool isRecursive);
        if (isRecursive) run.Refuse(SchemaOutcome.Inexpressible);
        if (isTool) root = RootObject.Apply(root, run);
        SchemaLimits.Check(root, run);
        if (run.IsRefused) return null;
        var strict = new AnthropicStrictSchema(run);
        var lowered = isTool ? strict.LowerRoot(root) : strict.Lower(root);
        if (lowered is null) run.Refuse(SchemaOutcome.Inexpressible);
        else SchemaLimits.Check(lowered, run);
        return lowered;
    }

    private static SchemaNode? Gemini(SchemaNode root, SchemaTarget target, SchemaRun run)
    {
        bool isTool = target is SchemaTarget.GeminiTool or SchemaTarget.GeminiJsonTool;
        root = Flat(root, run, out _);
        SchemaLimits.Check(root, run);
        if (run.IsRefused) return null;
        if (isTool)
        {
            root = RootObject.Apply(root, run);
            RootObject.DropRules(root, run);
        }

        var lowered = new GeminiSchema(target is SchemaTarget.GeminiJsonTool or SchemaTarget.GeminiJsonOutput, run).Lower(root);
        if (lowered is not null) SchemaLimits.Check(lowered, run);
        bool hasArguments = lowered is not null && (lowered.Has("properties") || lowered.Get("additionalProperties") is { IsObject: true });
        return isTool && !hasArguments ? null : lowered;
    }
}
