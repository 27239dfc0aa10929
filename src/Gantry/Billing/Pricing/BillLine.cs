namespace Gantry.Billing.Pricing;

/// <summary>One bucket of a bill.</summary>
/// <param name="Dimension">What was used.</param>
/// <param name="Units">How much of it: tokens, seconds or pieces.</param>
/// <param name="Price">Nano-USD per million units.</param>
/// <param name="PricedAs">Whose price it is; another one than <paramref name="Dimension"/> where that has none.</param>
public readonly record struct BillLine(PriceDimension Dimension, long Units, long Price, PriceDimension PricedAs)
{
    /// <summary>Stood in for by a dearer price, since the version has none for it.</summary>
    public bool Substituted { get; init; }

    /// <summary>Nano-USD times a million, before the multiplier.</summary>
    public Int128 Amount => (Int128)Units * Price;
}
