using Gantry.Protocols.Json;

namespace Gantry.Protocols.Schemas;

/// <summary>A schema as its target takes it, or why there is none.</summary>
/// <param name="Outcome">What to do.</param>
/// <param name="Schema">Present only when <see cref="SchemaOutcome.Lowered"/>.</param>
/// <param name="Where">Path of the part that decided a refusal; empty otherwise.</param>
public readonly record struct LoweredSchema(SchemaOutcome Outcome, JsonSlice Schema, string Where)
{
    /// <summary>Token of the refusal of a schema that is too large to carry.</summary>
    public const string TooDeepToken = "schema_too_deep";
}
