namespace Gantry.Contracts.Manage;

/// <summary>Prices by class of service; null where one is billed as standard.</summary>
public sealed record TiersTerms
{
    public TierTerms? Flex { get; init; }

    public TierTerms? Priority { get; init; }

    public TierTerms? Batch { get; init; }
}
