namespace Gantry.Contracts.Manage.Deployments;

/// <summary>A deployment to be made.</summary>
public sealed record DeploymentDraft : DeploymentTerms
{
    public required string Group { get; init; }

    /// <summary>A model id, never an alias.</summary>
    public required string Model { get; init; }

    public required string Upstream { get; init; }

    /// <summary>What the upstream calls the model; null: the same.</summary>
    public string? UpstreamModel { get; init; }
}
