using Gantry.Providers;
using Gantry.Snapshot;

namespace Gantry.Relay;

/// <summary>One try at one deployment with one credential.</summary>
/// <param name="Number">1 for the first.</param>
/// <param name="Deployment">Who is asked.</param>
/// <param name="Credential">Whose money pays there; null where the upstream takes none.</param>
internal sealed record Attempt(int Number, Deployment Deployment, UpstreamCredential? Credential)
{
    /// <summary>What the provider was asked.</summary>
    public required UpstreamCall Call { get; init; }

    /// <summary>The usage chunk was asked for on the client's behalf and must be hidden from it.</summary>
    public bool HidesUsageChunk { get; init; }
}
