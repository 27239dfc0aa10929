using Gantry.Snapshot;

namespace Gantry.Access.Limits;

/// <summary>How one limit stands.</summary>
/// <param name="Scope">Whose limit.</param>
/// <param name="Kind">Which one.</param>
/// <param name="Limit">How much it allows.</param>
/// <param name="Used">How much of it is taken, what other servers have set aside included as far as is known; after long answers more than it allows.</param>
/// <param name="Reset">When nothing of it is taken any more, if nobody asks; null for places, which end when their requests do.</param>
internal readonly record struct RateStanding(RateScope Scope, RateKind Kind, long Limit, long Used, DateTimeOffset? Reset)
{
    public long Remaining => Math.Max(0, Limit - Used);
}
