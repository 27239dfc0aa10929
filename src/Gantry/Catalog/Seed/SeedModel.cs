namespace Gantry.Catalog.Seed;

/// <summary>A model that everybody can get from its vendor, as published: facts, no configuration.</summary>
internal sealed record SeedModel
{
    public required string Id { get; init; }

    /// <summary>Other names of the same model at its vendor; null for none.</summary>
    public string[]? Aliases { get; init; }

    /// <summary>A name for people.</summary>
    public required string Name { get; init; }

    /// <summary><c>openai</c>, <c>anthropic</c>, <c>google</c>, …, as <c>owned_by</c> in model lists.</summary>
    public required string Vendor { get; init; }

    /// <summary>A word of <see cref="ModelKind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Largest prompt in tokens.</summary>
    public long? Context { get; init; }

    /// <summary>Largest answer in tokens.</summary>
    public long? Output { get; init; }

    public bool Images { get; init; }

    public bool Reasoning { get; init; }

    /// <summary>Null where no price was published when the list was made: the name is there because clients ask for it.</summary>
    public ModelPrice? Price { get; init; }

    /// <summary>What people should know of the price; null for nothing.</summary>
    public string? Note { get; init; }

    /// <summary>The row of this model under a name of its own.</summary>
    public ModelRow ToRow(string id) => new()
    {
        Id = id,
        DisplayName = Name,
        OwnedBy = Vendor,
        Kind = EnumWords.Parse<ModelKind>(Kind),
        ContextWindow = Context,
        MaxOutputTokens = Output,
        SupportsImages = Images,
        SupportsReasoning = Reasoning,
        Price = Price,
        PriceFrom = Price is null ? null : PriceSource.Seed,
    };
}
