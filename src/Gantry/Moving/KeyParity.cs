using System.Collections.Immutable;

namespace Gantry.Moving;

/// <summary>What one key sees there and here.</summary>
/// <param name="Key">The source's key, by its account and name here.</param>
/// <param name="Missing">Models that it sees there and not here.</param>
/// <param name="Extra">Models that it sees here and not there.</param>
/// <param name="Compared">How many prices were compared.</param>
/// <param name="Unpriced">How many of its models the source has no price for.</param>
/// <param name="Worst">The greatest relative difference of a price.</param>
/// <param name="Gaps">Prices that differ by more than <see cref="ParityCheck.Tolerance"/>.</param>
internal sealed record KeyParity(
    SourceKey Key, ImmutableArray<string> Missing, ImmutableArray<string> Extra, int Compared, int Unpriced, decimal Worst, ImmutableArray<PriceGap> Gaps)
{
    /// <summary>The same models, each at the same price, as far as the source says one.</summary>
    public bool Holds => Missing.IsEmpty && Extra.IsEmpty && Gaps.IsEmpty;
}
