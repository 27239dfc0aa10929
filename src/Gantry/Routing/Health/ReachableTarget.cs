using Gantry.Snapshot;

namespace Gantry.Routing.Health;

/// <summary>A target with all that is needed to ask it.</summary>
/// <param name="Group">One that offers it.</param>
/// <param name="Deployment">Who is asked.</param>
/// <param name="Credential">With which credential; null where the upstream has none.</param>
internal sealed record ReachableTarget(Group Group, Deployment Deployment, UpstreamCredential? Credential)
{
    public RouteTarget Target => new(Deployment.Upstream.Name, Credential?.Id ?? Guid.Empty, Deployment.UpstreamModel);
}
