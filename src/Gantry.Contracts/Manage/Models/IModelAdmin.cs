namespace Gantry.Contracts.Manage.Models;

/// <summary>Models and what they cost.</summary>
public interface IModelAdmin
{
    Task<Page<ModelView>> ListAsync(IActor who, PageQuery query, CancellationToken cancellation);

    Task<Versioned<ModelView>> GetAsync(IActor who, string id, CancellationToken cancellation);

    Task<Versioned<ModelView>> CreateAsync(IActor who, ModelDraft draft, CancellationToken cancellation);

    /// <inheritdoc cref="Keys.IKeyAdmin.EditAsync"/>
    Task<Versioned<ModelView>> EditAsync(IActor who, string id, Func<ModelTerms, ModelTerms> change, string? tag, CancellationToken cancellation);

    /// <summary>With its deployments. Its price versions stay: bills name them.</summary>
    Task DeleteAsync(IActor who, string id, string? tag, CancellationToken cancellation);

    Task<Versioned<ModelPrices>> PricesAsync(IActor who, string id, CancellationToken cancellation);

    /// <summary>Takes effect with the next request; one that is under way settles at the price it began with.</summary>
    Task<Versioned<ModelPrices>> SetPricesAsync(IActor who, string id, Func<ModelPrices, ModelPrices> change, string? tag, CancellationToken cancellation);

    /// <summary>The newest first.</summary>
    Task<Page<PriceVersionView>> VersionsAsync(IActor who, string id, PageQuery query, CancellationToken cancellation);
}
