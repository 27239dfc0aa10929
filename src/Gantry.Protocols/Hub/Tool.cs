using Gantry.Protocols.Json;

namespace Gantry.Protocols.Hub;

/// <summary>A tool that is offered to the model.</summary>
public sealed record Tool(string Name)
{
    public ToolKind Kind { get; init; }

    public string? Namespace { get; init; }

    /// <summary>What the namespace is for; the same for all tools of one.</summary>
    public JsonText? NamespaceDescription { get; init; }

    public JsonText? Description { get; init; }

    /// <summary>JSON Schema of the arguments; absent where none is given.</summary>
    public JsonSlice Parameters { get; init; }

    /// <summary>The schema is Google's subset of OpenAPI 3.0 (<c>parameters</c>, <c>responseSchema</c>), not JSON Schema.</summary>
    public bool IsOpenApiSchema { get; init; }

    /// <summary>Null where nothing is said: dialects differ in what that means.</summary>
    public bool? Strict { get; init; }

    /// <summary>Custom tools: the <c>format</c> object in the flat form of Responses (<c>{type, syntax, definition}</c>); absent for free text.</summary>
    public JsonSlice Format { get; init; }

    public CacheMark Cache { get; init; }

    /// <summary>Members of a function's or custom tool's definition that the hub has no word for.</summary>
    public IReadOnlyList<ExtraMember> Extras { get; init; } = [];

    /// <summary>The whole definition as it stood, with the protocol that wrote it: hosted tools are nothing else.</summary>
    public JsonSlice Raw { get; init; }

    public Protocol From { get; init; }
}
