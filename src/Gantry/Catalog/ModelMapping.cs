namespace Gantry.Catalog;

/// <summary>What a key's holder gets for a model name.</summary>
internal sealed record ModelMapping
{
    /// <summary>A name as clients write it; with <c>*</c> at its end every name that begins so; <c>*</c> alone every name that the key's groups do not offer.</summary>
    public required string From { get; init; }

    /// <summary>A model id, an alias or the name of a virtual model.</summary>
    public required string To { get; init; }

    /// <summary>As the declarative file writes it.</summary>
    public override string ToString() => $"{From}: {To}";
}
