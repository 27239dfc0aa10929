using Gantry.Providers;
using Gantry.Routing;
using Gantry.Snapshot;

namespace Gantry.Relay;

/// <summary>One try at one deployment with one credential.</summary>
/// <param name="Number">1 for the first.</param>
/// <param name="Candidate">Who is asked, with which credential, on which group's terms.</param>
internal sealed record Attempt(int Number, RouteCandidate Candidate)
{
    /// <summary>What the provider was asked.</summary>
    public required UpstreamCall Call { get; init; }

    /// <summary>The usage chunk was asked for on the client's behalf and must be hidden from it.</summary>
    public bool HidesUsageChunk { get; init; }

    public Deployment Deployment => Candidate.Deployment;

    /// <summary>Whose money pays there; null where the upstream takes none.</summary>
    public UpstreamCredential? Credential => Candidate.Credential;
}
