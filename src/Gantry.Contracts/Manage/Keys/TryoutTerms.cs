namespace Gantry.Contracts.Manage.Keys;

/// <summary>What a key is lent for.</summary>
public sealed record TryoutTerms
{
    public const string UsualCap = "1.00";

    /// <summary>The beginning of its name, such as <c>Playground</c>.</summary>
    public required string Purpose { get; init; }

    /// <summary>The most that may be spent with it: USD as decimal text.</summary>
    public string Cap { get; init; } = UsualCap;

    /// <summary>As in <see cref="KeyTerms.Groups"/>.</summary>
    public IReadOnlyList<string> Groups { get; init; } = ["auto"];
}
