namespace Gantry.Contracts.Manage.Deployments;

/// <summary>A model as one upstream offers it in one group.</summary>
public sealed record DeploymentView : DeploymentTerms
{
    /// <summary>Made from the four names: the same deployment has the same id.</summary>
    public required string Id { get; init; }

    public required string Group { get; init; }

    public required string Model { get; init; }

    public required string Upstream { get; init; }

    public required string UpstreamModel { get; init; }

    /// <summary><c>hand</c>, <c>file</c> or <c>environment</c>: what the declarative file declares it sets again when it is applied.</summary>
    public required string ManagedBy { get; init; }
}
