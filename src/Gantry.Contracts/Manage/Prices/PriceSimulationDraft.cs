namespace Gantry.Contracts.Manage.Prices;

/// <summary>Which requests are billed once more, and at what.</summary>
public sealed record PriceSimulationDraft
{
    /// <summary>The longest time, in days.</summary>
    public const int MostDays = 92;

    /// <summary>The first hour; null for 30 days before <see cref="To"/>.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The first hour that no longer counts; null for the next one.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>List prices times this, as decimal text such as <c>1.1</c>; null where <see cref="Import"/> says them.</summary>
    public string? Factor { get; init; }

    /// <summary>Of which models the factor changes the price; none: of all.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>A published list: the prices of the models that it names, or of all that it would change. Null where there is a factor.</summary>
    public PriceImportDraft? Import { get; init; }
}
