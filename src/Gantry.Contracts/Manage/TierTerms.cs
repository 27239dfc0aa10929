namespace Gantry.Contracts.Manage;

/// <summary>Prices of a class of service other than the standard one.</summary>
public sealed record TierTerms : TokenPriceTerms
{
    public LongContextTerms? LongContext { get; init; }
}
