using Gantry.Contracts.Manage.Health;

namespace Gantry.Console.Upstreams;

/// <summary>How an upstream, or one of its credentials, does: what its targets say together.</summary>
/// <param name="Kind">All of them in one word.</param>
/// <param name="Out">How many are out of use.</param>
/// <param name="All">How many there are.</param>
internal sealed record UpstreamStanding(StandingKind Kind, int Out, int All)
{
    private const string Healthy = "healthy";

    /// <summary>Why the first of them is out of use.</summary>
    public string? Reason { get; init; }

    /// <summary>When that is asked again; null where it may be now, or nobody knows.</summary>
    public DateTimeOffset? NextProbe { get; init; }

    public static UpstreamStanding Of(IEnumerable<TargetView> targets)
    {
        var all = targets.ToList();
        var ill = all.Where(target => target.State != Healthy).ToList();
        var kind = all.Count == 0 ? StandingKind.Unused : ill.Count == 0 ? StandingKind.Healthy : ill.Count < all.Count ? StandingKind.Partly : StandingKind.Out;
        var worst = ill.OrderByDescending(target => target.Last5Minutes.Attempts).FirstOrDefault();
        return new UpstreamStanding(kind, ill.Count, all.Count) { Reason = worst?.Reason, NextProbe = worst?.NextProbe };
    }
}
