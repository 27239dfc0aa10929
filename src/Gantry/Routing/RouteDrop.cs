using Gantry.Routing.Health;
using Gantry.Snapshot;

namespace Gantry.Routing;

/// <summary>Something that a request is not sent to.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Message">Why, in words.</param>
/// <param name="Group">The group.</param>
/// <param name="Deployment">Null where the whole group is meant.</param>
/// <param name="Credential">Null where the whole deployment is meant, or its upstream takes none.</param>
internal sealed record RouteDrop(DropReason Reason, string Message, Group Group, Deployment? Deployment = null, UpstreamCredential? Credential = null)
{
    /// <summary>Set where it is out of use for a time.</summary>
    public HealthView? Health { get; init; }
}
