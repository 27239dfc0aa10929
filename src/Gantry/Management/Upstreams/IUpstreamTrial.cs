using Gantry.Catalog;
using Gantry.Contracts.Manage.Upstreams;

namespace Gantry.Management.Upstreams;

/// <summary>Asks an upstream something, as the relay would, in the configuration that is stored: what was just saved is tried, not what serves yet.</summary>
internal interface IUpstreamTrial
{
    /// <param name="rows">The configuration.</param>
    /// <param name="upstream">Its name.</param>
    /// <param name="probe">What to ask it.</param>
    /// <param name="cancellation">Ends the trial.</param>
    /// <exception cref="Contracts.Manage.RefusedException">No such credential, no model to ask for, or its secrets cannot be opened.</exception>
    Task<ProbeReport> TryAsync(CatalogRows rows, string upstream, UpstreamProbe probe, CancellationToken cancellation);

    /// <summary>Asks which models it has; of those it tells the names alone.</summary>
    /// <param name="rows">The configuration.</param>
    /// <param name="upstream">Its name.</param>
    /// <param name="credential">With which credential; null: the first.</param>
    /// <param name="tell">What is to be said of a model, by its name and the upstream's own name for people.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="Contracts.Manage.RefusedException">No such credential, or its secrets cannot be opened.</exception>
    Task<UpstreamModels> ModelsAsync(CatalogRows rows, string upstream, Guid? credential, Func<string, string?, UpstreamModel> tell, CancellationToken cancellation);
}
