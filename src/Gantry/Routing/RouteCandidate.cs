using Gantry.Routing.Health;
using Gantry.Snapshot;

namespace Gantry.Routing;

/// <summary>One way to serve a request: a deployment, in a group, with a credential.</summary>
/// <param name="Group">By whose terms.</param>
/// <param name="Deployment">Who is asked.</param>
/// <param name="Credential">With which credential; null where the upstream has none.</param>
internal sealed record RouteCandidate(Group Group, Deployment Deployment, UpstreamCredential? Credential)
{
    /// <summary>It is out of use, and planned all the same: it is asked where nobody else is left.</summary>
    public bool IsSpare { get; init; }

    public RouteTarget Target => new(Deployment.Upstream.Name, Credential?.Id ?? Guid.Empty, Deployment.UpstreamModel);
}
