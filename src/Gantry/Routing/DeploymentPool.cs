using System.Collections.Immutable;
using Gantry.Protocols;
using Gantry.Routing.Health;
using Gantry.Snapshot;

namespace Gantry.Routing;

/// <summary>What may answer to one name in a group, where that is too much to be put in order for every request. Prepared once for each protocol of clients; thread safe.</summary>
internal sealed class DeploymentPool
{
    /// <summary>As many are put in order whole: that is as quick as to choose.</summary>
    public const int Few = 16;

    // Weights are shared among the credentials of a deployment.
    private const long Unit = 1_000_000;

    private readonly Dictionary<RouteTarget, RouteCandidate> _candidates = [];
    private readonly ImmutableArray<(int Member, RouteCandidate Candidate)> _all;
    private readonly WeightedPlaces<RouteCandidate>[]?[] _stages = new WeightedPlaces<RouteCandidate>[Enum.GetValues<Protocol>().Length][];

    /// <param name="group">Whose they are.</param>
    /// <param name="members">The deployments of each model that the name stands for, in the order to try them.</param>
    public DeploymentPool(Group group, ImmutableArray<ImmutableArray<Deployment>> members)
    {
        _all =
        [
            .. from member in Enumerable.Range(0, members.Length)
               from deployment in members[member]
               from credential in deployment.Upstream.Credentials.DefaultIfEmpty()
               select (member, new RouteCandidate(@group, deployment, credential)),
        ];
        foreach (var (_, candidate) in _all) _candidates.TryAdd(candidate.Target, candidate);
    }

    /// <summary>Whether deployments and their credentials are more than <see cref="Few"/>.</summary>
    public static bool IsNeeded(ImmutableArray<Deployment> deployments)
    {
        if (deployments.Length > Few) return true;
        var candidates = 0;
        foreach (var deployment in deployments) candidates += Math.Max(1, deployment.Upstream.Credentials.Length);
        return candidates > Few;
    }

    /// <summary>The candidate of a target; null where it is none of these.</summary>
    public RouteCandidate? Find(RouteTarget target) => _candidates.GetValueOrDefault(target);

    /// <summary>By stages, each tried before the next: only balance decides within one.</summary>
    public IReadOnlyList<WeightedPlaces<RouteCandidate>> Stages(Protocol protocol)
    {
        // Two that come at once make the same.
        return _stages[(int)protocol] ??=
        [
            .. _all
                .GroupBy(one => (one.Member, one.Candidate.Deployment.Priority, Far: !one.Candidate.Deployment.Speaks(protocol)), one => one.Candidate)
                .OrderBy(stage => stage.Key)
                .Select(stage => new WeightedPlaces<RouteCandidate>(stage, Place, Weight)),
        ];
    }

    private static ulong Place(RouteCandidate candidate) => candidate.Credential is { } credential
        ? StableHash.Of(credential.Id.ToString(), PoolOrder.Place(candidate.Deployment))
        : PoolOrder.Place(candidate.Deployment);

    private static long Weight(RouteCandidate candidate) =>
        Math.Max(1, candidate.Deployment.Weight * Unit / Math.Max(1, candidate.Deployment.Upstream.Credentials.Length));
}
