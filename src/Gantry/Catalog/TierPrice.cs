namespace Gantry.Catalog;

/// <summary>Prices of a class of service other than the standard one. What is missing follows the standard price in proportion, see <see cref="PriceLines"/>.</summary>
internal sealed record TierPrice : TokenPrices
{
    public LongContextPrice? LongContext { get; init; }

    public IEnumerable<RowFact> Facts(string prefix) => TokenFacts(prefix).Concat(LongContext?.Facts($"{prefix}long_context.") ?? []);
}
