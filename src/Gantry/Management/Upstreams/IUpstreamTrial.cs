using Gantry.Contracts.Manage.Upstreams;

namespace Gantry.Management.Upstreams;

/// <summary>Tries an upstream out, as the relay would ask it.</summary>
internal interface IUpstreamTrial
{
    /// <param name="upstream">Its name, in the configuration that serves.</param>
    /// <param name="probe">What to ask it.</param>
    /// <param name="cancellation">Ends the trial.</param>
    /// <exception cref="Contracts.Manage.RefusedException">Not served yet, no such credential, or no model to ask for.</exception>
    Task<ProbeReport> TryAsync(string upstream, UpstreamProbe probe, CancellationToken cancellation);
}
