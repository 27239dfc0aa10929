namespace Gantry.Protocols.Schemas;

/// <summary><c>const</c> and <c>enum</c> for Gemini.</summary>
internal static class GeminiEnum
{
    /// <summary>Returns true when null was among the values.</summary>
    public static bool Apply(SchemaNode schema, bool json, List<string> hints, SchemaRun run)
    {
        if (schema.Get("const") is { } constant) schema.Rename("const", "enum", SchemaNode.Array([constant]));
        if (schema.Get("enum")?.Items is not { } values) return false;
        bool nullable = values.RemoveAll(value => value.IsNull) > 0;
        if (values.Count == 0 && nullable && !schema.Has("type")) SchemaTypes.Set(schema, ["null"]);

        var types = SchemaTypes.Of(schema).Where(type => type != "null").ToList();
        if (types.Count == 0 && SchemaTypes.OfValues(values) is { } common) SchemaTypes.Set(schema, types = [common]);
        if (values.RemoveAll(value => value.Text?.Length == 0) > 0) run.Note(SchemaRun.Sanitized, "enum");
        if (values.Count == 0)
        {
            schema.Remove("enum");
        }
        else if (types.Count <= 1 && !IsTaken(values, types, json))
        {
            // Values as text would be answered as text.
            schema.Remove("enum");
            if (IsEveryBoolean(values)) return nullable;
            run.Note(SchemaRun.Sanitized, "enum");
            hints.Add(SchemaText.Values(values));
        }

        return nullable;
    }

    private static bool IsTaken(List<SchemaNode> values, List<string> types, bool json) => json
        ? values.TrueForAll(value => value.Text is not null || value.IsNumber)
        : types is ["string"] && values.TrueForAll(value => value.Text is not null);

    private static bool IsEveryBoolean(List<SchemaNode> values) =>
        values.TrueForAll(value => value.IsTrue || value.IsFalse) && values.Exists(value => value.IsTrue) && values.Exists(value => value.IsFalse);
}
