using Gantry.Routing.Health;

namespace Gantry.Routing;

/// <summary>What of a group is asked, in order: without those that are out of use, but never without more than half of it for failures alone.</summary>
internal static class RoutePool
{
    /// <summary>Sorts candidates into those to ask, those to ask when nobody else is left, and those not to ask.</summary>
    /// <param name="pool">All candidates of a group, in order.</param>
    /// <param name="look">Where they stand.</param>
    /// <param name="kept">Takes the usable ones.</param>
    /// <param name="spare">Takes the least bad of those that failed, beyond half of the pool.</param>
    /// <param name="last">Takes those whose credential was refused: they are asked where everybody else is gone, for a refusal costs nothing and a mended one is found at once.</param>
    /// <param name="unusable">Takes the others.</param>
    /// <param name="trace">Takes them as well, with the reasons.</param>
    public static void Admit(List<RouteCandidate> pool, HealthLook look, List<RouteCandidate> kept, List<RouteCandidate> spare, List<(RouteCandidate Candidate, HealthView View)> last, List<HealthView> unusable, RouteTrace? trace)
    {
        List<(RouteCandidate Candidate, HealthView View)>? failed = null;
        foreach (var candidate in pool)
        {
            var view = look(candidate.Target);
            if (view.Admits) kept.Add(candidate);
            else if (view.Cause == HealthCause.Credential) last.Add((candidate, view));
            else if (IsFailure(view)) (failed ??= []).Add((candidate, view));
            else Drop(candidate, view, unusable, trace);
        }

        if (failed is null) return;
        // Who answers now and then is worth more than who cannot even be reached.
        var spared = Math.Max(0, failed.Count - (pool.Count / 2));
        foreach (var (candidate, view) in failed.OrderBy(f => f.View.Cause == HealthCause.Upstream).ThenBy(f => f.View.NextProbe ?? DateTimeOffset.MaxValue))
        {
            if (spared-- > 0) spare.Add(candidate with { IsSpare = true });
            else Drop(candidate, view, unusable, trace);
        }
    }

    // A limit that the upstream has named, or a credential that it refuses, is no matter of luck.
    private static bool IsFailure(in HealthView view) => view.Cause is not (HealthCause.RateLimit or HealthCause.Credential);

    /// <summary>Leaves a candidate out, and says why.</summary>
    public static void Drop(RouteCandidate candidate, HealthView view, List<HealthView> unusable, RouteTrace? trace)
    {
        unusable.Add(view);
        trace?.Add(new RouteDrop(
            view.Cause == HealthCause.Credential ? DropReason.CredentialOut : DropReason.Cooling,
            view.Cause switch
            {
                HealthCause.Credential => "the credential was refused or has no money",
                HealthCause.RateLimit => "it is at its limit",
                _ when view.State == HealthState.Probing => "a request is on its way to see whether it works again",
                HealthCause.Upstream => "its upstream cannot be reached",
                _ => "it has failed",
            },
            candidate.Group,
            candidate.Deployment,
            candidate.Credential)
        {
            Health = view,
        });
    }
}
