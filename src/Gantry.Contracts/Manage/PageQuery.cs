namespace Gantry.Contracts.Manage;

/// <summary>Which part of a list is asked for.</summary>
public record PageQuery
{
    public const int Usual = 50;

    public const int Most = 200;

    /// <summary>The longest text to search for.</summary>
    public const int LongestSearch = 64;

    /// <summary>From 1 to <see cref="Most"/>.</summary>
    public int Limit { get; init; } = Usual;

    /// <summary>The <see cref="Page{T}.Next"/> of the part before; null for the first.</summary>
    public string? After { get; init; }

    /// <summary>Only what is named so, or begins so; at most <see cref="LongestSearch"/> characters, none of which has a special meaning.</summary>
    public string? Search { get; init; }
}
