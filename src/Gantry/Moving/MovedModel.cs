using Gantry.Catalog;

namespace Gantry.Moving;

/// <summary>A model of the file to be written.</summary>
internal sealed record MovedModel
{
    public required string Id { get; init; }

    /// <summary>Null where nobody knows one: it is listed, and refused with the reason.</summary>
    public ModelPrice? Price { get; init; }

    public ModelKind? Kind { get; init; }

    public long? ContextWindow { get; init; }

    public long? MaxOutputTokens { get; init; }

    public bool? SupportsImages { get; init; }

    public bool? SupportsReasoning { get; init; }
}
