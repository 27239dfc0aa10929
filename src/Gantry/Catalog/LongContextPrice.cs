using System.Text.Json.Serialization;
using Gantry.Billing.Pricing;

namespace Gantry.Catalog;

/// <summary>Prices of a request whose whole prompt, cached parts included, is longer than a bound. In nano-USD per million tokens.</summary>
internal sealed record LongContextPrice : TokenPrices
{
    /// <summary>Longer than the bound.</summary>
    public const string GreaterThan = "gt";

    /// <summary>The bound itself, too.</summary>
    public const string AtLeast = "ge";

    /// <summary>Prompts of more tokens than this pay these prices for all of their tokens.</summary>
    public required long Above { get; init; }

    /// <summary><see cref="GreaterThan"/>, also where it is null, or <see cref="AtLeast"/>.</summary>
    public string? Bound { get; init; }

    [JsonIgnore]
    public TierBound TierBound => Bound == AtLeast ? TierBound.AtLeast : TierBound.GreaterThan;

    public IEnumerable<RowFact> Facts(string prefix)
    {
        yield return new RowFact($"{prefix}above", Above.ToString());
        if (TierBound == TierBound.AtLeast) yield return new RowFact($"{prefix}bound", AtLeast);
        foreach (var fact in TokenFacts(prefix)) yield return fact;
    }
}
