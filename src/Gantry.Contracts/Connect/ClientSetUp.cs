namespace Gantry.Contracts.Connect;

/// <summary>What a recipe is filled with.</summary>
public sealed record ClientSetUp
{
    /// <summary>This server's address without a slash at its end and without a version, as in <c>https://ai.example.com</c>.</summary>
    public required string Address { get; init; }

    /// <summary>The key's secret, or what stands in its place.</summary>
    public required string Key { get; init; }

    /// <summary>The public id of a model.</summary>
    public required string Model { get; init; }

    /// <summary>For what a client does beside its work: titles, summaries. May be the same.</summary>
    public required string SmallModel { get; init; }

    public ClientSystem System { get; init; }

    /// <summary>One of <see cref="Recipe.Variants"/>; empty for the first.</summary>
    public string Variant { get; init; } = "";
}
