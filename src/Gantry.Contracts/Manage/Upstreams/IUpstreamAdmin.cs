namespace Gantry.Contracts.Manage.Upstreams;

/// <summary>Upstreams and their credentials.</summary>
public interface IUpstreamAdmin
{
    Task<Page<UpstreamView>> ListAsync(IActor who, PageQuery query, CancellationToken cancellation);

    Task<Versioned<UpstreamView>> GetAsync(IActor who, string name, CancellationToken cancellation);

    Task<Versioned<UpstreamView>> CreateAsync(IActor who, UpstreamDraft draft, CancellationToken cancellation);

    /// <inheritdoc cref="Keys.IKeyAdmin.EditAsync"/>
    Task<Versioned<UpstreamView>> EditAsync(IActor who, string name, Func<UpstreamTerms, UpstreamTerms> change, string? tag, CancellationToken cancellation);

    /// <summary>With its credentials and its deployments.</summary>
    Task DeleteAsync(IActor who, string name, string? tag, CancellationToken cancellation);

    Task<Versioned<UpstreamView>> AddCredentialAsync(IActor who, string name, CredentialDraft draft, CancellationToken cancellation);

    /// <inheritdoc cref="Keys.IKeyAdmin.EditAsync"/>
    Task<Versioned<UpstreamView>> EditCredentialAsync(IActor who, string name, Guid id, Func<CredentialTerms, CredentialTerms> change, string? tag, CancellationToken cancellation);

    Task RemoveCredentialAsync(IActor who, string name, Guid id, CancellationToken cancellation);

    /// <summary>Asks it for one word, with the smallest request there is. It costs the operator that.</summary>
    Task<ProbeReport> ProbeAsync(IActor who, string name, UpstreamProbe probe, CancellationToken cancellation);

    /// <summary>Asks it which models it has, at its provider's own endpoint for that. A failure is no refusal: it stands in the answer.</summary>
    Task<UpstreamModels> ModelsAsync(IActor who, string name, UpstreamModelsQuery query, CancellationToken cancellation);

    /// <summary>Makes models of it be served by a group.</summary>
    Task<UpstreamOffered> OfferAsync(IActor who, string name, UpstreamOffer offer, CancellationToken cancellation);
}
