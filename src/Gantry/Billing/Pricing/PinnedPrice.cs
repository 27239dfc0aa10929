namespace Gantry.Billing.Pricing;

/// <summary>The price that a request was promised when its hold was taken; it settles at this one whatever changes meanwhile (reliability L-9).</summary>
/// <param name="Version">The list prices.</param>
/// <param name="MultiplierPpm">The group's factor in parts per million.</param>
public sealed record PinnedPrice(PriceVersion Version, long MultiplierPpm)
{
    /// <summary>The factor that changes nothing.</summary>
    public const long Par = 1_000_000;

    /// <summary>Nothing is ever charged for it: no hold is needed.</summary>
    public bool IsFree => Version.Free || MultiplierPpm == 0;
}
