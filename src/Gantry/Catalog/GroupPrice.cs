namespace Gantry.Catalog;

/// <summary>What a model costs in one group, other than everywhere else.</summary>
internal sealed record GroupPrice
{
    /// <summary>A model id.</summary>
    public required string Model { get; init; }

    /// <summary>In place of the group's factor, in parts per million. Null: the group's for list prices, 1 for <see cref="Price"/>.</summary>
    public long? MultiplierPpm { get; init; }

    /// <summary>In place of the list price; null leaves that.</summary>
    public ModelPrice? Price { get; init; }

    public IEnumerable<RowFact> Facts()
    {
        if (MultiplierPpm is { } factor) yield return new RowFact($"prices[{Model}].multiplier", DecimalText.Format(factor, DecimalText.Ppm, 1));
        foreach (var fact in Price?.Facts($"prices[{Model}].") ?? []) yield return fact;
    }
}
