namespace Gantry.Contracts.Manage.Upstreams;

/// <summary>Which of its models an upstream is asked for one word.</summary>
public sealed record UpstreamProbe
{
    /// <summary>As the upstream calls it; null: one of its deployments.</summary>
    public string? Model { get; init; }

    /// <summary>The credential to try; null: each of them.</summary>
    public Guid? CredentialId { get; init; }

    /// <summary>What to speak, such as <c>messages</c>; null: what it is spoken to in for the model.</summary>
    public string? Protocol { get; init; }

    /// <summary>In each protocol that it speaks, one after the other; then none is named.</summary>
    public bool EveryProtocol { get; init; }
}
