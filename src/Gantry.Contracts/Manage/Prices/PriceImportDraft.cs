namespace Gantry.Contracts.Manage.Prices;

/// <summary>A published price list, and what is to be taken of it.</summary>
public sealed record PriceImportDraft
{
    /// <summary>The most bytes of a list, in UTF-8.</summary>
    public const int MostBytes = 8 * 1024 * 1024;

    /// <summary><c>litellm</c> (<c>model_prices_and_context_window.json</c>) or <c>models.dev</c> (<c>api.json</c>); null: told from the list.</summary>
    public string? Format { get; init; }

    /// <summary>The list as it was published, unread: its numbers are taken from their text.</summary>
    public required string Text { get; init; }

    /// <summary>When the prices begin, a moment to come; null for now.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The models whose prices are taken; none: nothing is written.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];
}
