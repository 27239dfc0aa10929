namespace Gantry.Contracts.Manage;

/// <summary>Prices that hold for the whole request when its prompt is longer than a bound.</summary>
public sealed record LongContextTerms : TokenPriceTerms
{
    /// <summary>In tokens.</summary>
    public long Above { get; init; }

    /// <summary><c>gt</c>: longer than the bound; <c>ge</c>: the bound itself, too. Null: <c>gt</c>.</summary>
    public string? Bound { get; init; }
}
