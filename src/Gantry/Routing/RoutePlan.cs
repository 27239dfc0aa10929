using System.Collections.Immutable;
using Gantry.Protocols.Hub;
using Gantry.Snapshot;

namespace Gantry.Routing;

/// <summary>Who may serve a request, in the order to try them; or why nobody can.</summary>
internal readonly record struct RoutePlan
{
    /// <summary>Never empty where <see cref="Refusal"/> is null. May lead through several groups, each at its own price.</summary>
    public ImmutableArray<RouteCandidate> Candidates { get; private init; }

    public GatewayError? Refusal { get; private init; }

    /// <summary>Which model the names led to, and by which route of the key.</summary>
    public AskedModel Asked { get; init; }

    /// <summary>What to tell <see cref="Affinity.Note"/> once a candidate has served; null where there was nothing to choose.</summary>
    public SessionKey? Session { get; init; }

    /// <summary>Of the first candidate; null where there is none.</summary>
    public Group? Group => Candidates.IsDefaultOrEmpty ? null : Candidates[0].Group;

    /// <summary>Of the first candidate; null where there is none.</summary>
    public Model? Model => Candidates.IsDefaultOrEmpty ? null : Candidates[0].Deployment.Model;

    public static RoutePlan Through(params ImmutableArray<RouteCandidate> candidates) => new() { Candidates = candidates };

    public static RoutePlan Refuse(GatewayError error) => new() { Refusal = error, Candidates = [] };
}
