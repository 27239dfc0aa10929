using System.Collections.Immutable;
using Gantry.Protocols.Hub;
using Gantry.Snapshot;

namespace Gantry.Routing;

/// <summary>Who may serve a request, best first; or why nobody can.</summary>
internal readonly record struct RoutePlan
{
    public Group? Group { get; private init; }

    public Model? Model { get; private init; }

    public ImmutableArray<Deployment> Candidates { get; private init; }

    public GatewayError? Refusal { get; private init; }

    public static RoutePlan Through(Group group, ImmutableArray<Deployment> candidates) =>
        new() { Group = group, Model = candidates[0].Model, Candidates = candidates };

    public static RoutePlan Refuse(GatewayError error) => new() { Refusal = error, Candidates = [] };
}
