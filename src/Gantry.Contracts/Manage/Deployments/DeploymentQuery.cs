namespace Gantry.Contracts.Manage.Deployments;

/// <summary>Which deployments are asked for; <see cref="PageQuery.Search"/> is the beginning of the model's id.</summary>
public sealed record DeploymentQuery : PageQuery
{
    public string? Group { get; init; }

    public string? Upstream { get; init; }
}
