using System.Collections.Immutable;

namespace Gantry.Access.Limits;

/// <summary>Counts what is asked for and says whether more may be. All limits of a request are looked at as one: a refusal by one takes nothing from the others.</summary>
internal interface IRateLimiter
{
    /// <summary>Admits a request, after a wait where only its places are taken.</summary>
    /// <param name="ask">What it takes.</param>
    /// <param name="patience">How long it may wait for a place.</param>
    /// <param name="waiting">How many may wait for the same place.</param>
    /// <param name="cancellation">The client has left: it is out of the queue at once, and holds nothing.</param>
    ValueTask<RateAdmission> AdmitAsync(RateAsk ask, TimeSpan patience, int waiting, CancellationToken cancellation);

    /// <summary>How each of the limits stands now. Takes nothing.</summary>
    ImmutableArray<RateStanding> Look(RateScopes scopes);
}
