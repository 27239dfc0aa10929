namespace Gantry.Catalog;

/// <summary>Which keys are asked for, by name and id.</summary>
internal sealed record KeyPageQuery
{
    /// <summary>Only these: what belongs to others is not read (reliability S-32).</summary>
    public KeyReach Reach { get; init; }

    /// <summary>The beginning of their names, as written; null for any.</summary>
    public string? Search { get; init; }

    public bool? Revoked { get; init; }

    /// <summary>Behind this name and id.</summary>
    public (string Name, string Id)? After { get; init; }

    public int Limit { get; init; } = 50;
}
