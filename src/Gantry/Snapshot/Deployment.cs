namespace Gantry.Snapshot;

/// <summary>A model as offered by one upstream inside one group.</summary>
public sealed record Deployment
{
    public required Model Model { get; init; }

    public required Upstream Upstream { get; init; }

    /// <summary>The name that the upstream knows the model by.</summary>
    public required string UpstreamModel { get; init; }

    /// <summary>Lower is tried first.</summary>
    public int Priority { get; init; }

    /// <summary>Share among deployments of one priority.</summary>
    public int Weight { get; init; } = 1;
}
