namespace Gantry.Catalog;

/// <summary>Which accounts are asked for, by e-mail address.</summary>
internal sealed record AccountPageQuery
{
    /// <summary>Only of this kind: people and teams are never in one list.</summary>
    public AccountKind Kind { get; init; }

    /// <summary>The beginning of their addresses; null for any.</summary>
    public string? Search { get; init; }

    public AccountRole? Role { get; init; }

    public bool? Disabled { get; init; }

    /// <summary>Behind this address.</summary>
    public string? After { get; init; }

    public int Limit { get; init; } = 50;
}
