using System.Collections.Frozen;
using Gantry.Snapshot;

namespace Gantry.Routing.Health;

/// <summary>All targets that a configuration can reach.</summary>
internal sealed class RouteTargets
{
    public static readonly RouteTargets None = new([], []);

    private readonly FrozenDictionary<RouteTarget, ReachableTarget> _targets;

    private RouteTargets(Dictionary<RouteTarget, ReachableTarget> targets, Dictionary<string, Upstream> upstreams)
    {
        _targets = targets.ToFrozenDictionary();
        Upstreams = upstreams.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Upstreams by name, those alone that some deployment uses.</summary>
    public FrozenDictionary<string, Upstream> Upstreams { get; }

    /// <summary>One way to ask each.</summary>
    public IEnumerable<ReachableTarget> All => _targets.Values;

    public static RouteTargets Of(GatewaySnapshot snapshot)
    {
        var targets = new Dictionary<RouteTarget, ReachableTarget>();
        var upstreams = new Dictionary<string, Upstream>(StringComparer.Ordinal);
        foreach (var reachable in snapshot.Groups.Values.SelectMany(Of))
        {
            targets.TryAdd(reachable.Target, reachable);
            upstreams.TryAdd(reachable.Deployment.Upstream.Name, reachable.Deployment.Upstream);
        }

        return new RouteTargets(targets, upstreams);
    }

    /// <summary>Every deployment of a group with every credential; a model with aliases comes once for each name.</summary>
    public static IEnumerable<ReachableTarget> Of(Group @group) =>
        from deployment in @group.Offers.Values.SelectMany(offers => offers)
        from credential in deployment.Upstream.Credentials.DefaultIfEmpty()
        select new ReachableTarget(@group, deployment, credential);

    public bool Contains(RouteTarget target) => _targets.ContainsKey(target);

    /// <summary>Both are reached in the same way, so that what is known of one holds for the other. Credentials are not compared.</summary>
    public static bool IsSamePlace(Upstream one, Upstream other) =>
        one.BaseUrl == other.BaseUrl
        && one.Provider == other.Provider
        && one.Host == other.Host
        && one.AllowPrivateNetwork == other.AllowPrivateNetwork
        && one.Proxy?.OriginalString == other.Proxy?.OriginalString
        && one.Options.ToJson() == other.Options.ToJson();
}
