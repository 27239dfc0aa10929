namespace Gantry.Contracts.Manage.Deployments;

/// <summary>Deployments.</summary>
public interface IDeploymentAdmin
{
    Task<Page<DeploymentView>> ListAsync(IActor who, DeploymentQuery query, CancellationToken cancellation);

    Task<Versioned<DeploymentView>> GetAsync(IActor who, string id, CancellationToken cancellation);

    Task<Versioned<DeploymentView>> CreateAsync(IActor who, DeploymentDraft draft, CancellationToken cancellation);

    /// <inheritdoc cref="Keys.IKeyAdmin.EditAsync"/>
    Task<Versioned<DeploymentView>> EditAsync(IActor who, string id, Func<DeploymentTerms, DeploymentTerms> change, string? tag, CancellationToken cancellation);

    Task DeleteAsync(IActor who, string id, string? tag, CancellationToken cancellation);
}
