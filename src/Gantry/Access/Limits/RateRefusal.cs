using Gantry.Protocols.Limits;
using Gantry.Snapshot;

namespace Gantry.Access.Limits;

/// <summary>Which limit a request has met, with the figures.</summary>
/// <param name="Scope">Whose limit.</param>
/// <param name="Kind">Which one.</param>
/// <param name="Limit">How much it allows.</param>
/// <param name="Used">How much of it is taken.</param>
/// <param name="Asked">How much the request would take.</param>
/// <param name="FitsAt">When the request would pass every limit, if nobody else asks; null where that cannot be known.</param>
/// <param name="Standing">What is left of the tightest limits, for the vendor's headers.</param>
internal sealed record RateRefusal(RateScope Scope, RateKind Kind, long Limit, long Used, long Asked, DateTimeOffset? FitsAt, RateLimits Standing)
{
    /// <summary>The prompt alone is longer than the whole minute allows: no waiting helps.</summary>
    public bool IsFinal => Kind == RateKind.TokensPerMinute && Asked > Limit;

    /// <summary>How many waited for the same already, where that was why; 0 otherwise.</summary>
    public int Waiting { get; init; }

    /// <summary>How long the request has waited in vain.</summary>
    public TimeSpan Waited { get; init; }
}
