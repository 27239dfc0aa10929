namespace Gantry.Contracts.Manage.Upstreams;

/// <summary>Which of its models an upstream is asked for one word.</summary>
public sealed record UpstreamProbe
{
    /// <summary>As the upstream calls it; null: one of its deployments.</summary>
    public string? Model { get; init; }

    /// <summary>The credential to try; null: each of them.</summary>
    public Guid? CredentialId { get; init; }
}
