using System.Collections.Immutable;

namespace Gantry.Moving.NewApi;

/// <summary>A channel that is switched on there.</summary>
/// <param name="Name">For the report.</param>
/// <param name="Upstream">The upstream that it became; null where it could not.</param>
internal sealed record HubChannel(string Name, string? Upstream)
{
    public required ImmutableArray<string> Models { get; init; }

    public required ImmutableArray<string> Groups { get; init; }

    /// <summary>What the upstream is asked for, by the name that clients ask for.</summary>
    public required IReadOnlyDictionary<string, string> UpstreamModels { get; init; }

    /// <summary>Higher is tried first.</summary>
    public long Priority { get; init; }

    public long Weight { get; init; }
}
