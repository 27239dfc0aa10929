namespace Gantry.Catalog.Declared;

/// <summary>A model, and what was left for the seed catalogue to say. Null members of <paramref name="Row"/> were not given.</summary>
internal sealed record DeclaredModel(ModelRow Row)
{
    public bool HasAliases { get; init; }

    public bool HasOwner { get; init; }

    public bool HasKind { get; init; }

    public bool? SupportsImages { get; init; }

    public bool? SupportsReasoning { get; init; }
}
