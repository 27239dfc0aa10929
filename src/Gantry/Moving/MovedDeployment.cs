namespace Gantry.Moving;

/// <summary>A deployment of the file to be written.</summary>
internal sealed record MovedDeployment(string Model, string Upstream, string UpstreamModel)
{
    /// <summary>Lower is tried first.</summary>
    public long Priority { get; init; }

    public long Weight { get; init; } = 1;
}
