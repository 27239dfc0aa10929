using Gantry.Protocols.Json;

namespace Gantry.Protocols.Hub;

/// <summary>The form that the answer has to take.</summary>
/// <param name="Schema">JSON Schema; absent asks for any JSON object.</param>
public sealed record OutputFormat(JsonSlice Schema)
{
    public string Name { get; init; } = "";

    public JsonText? Description { get; init; }

    public bool? Strict { get; init; }

    /// <summary>The schema is Google's subset of OpenAPI 3.0 (<c>parameters</c>, <c>responseSchema</c>), not JSON Schema.</summary>
    public bool IsOpenApiSchema { get; init; }
}
