using Gantry.Catalog;

namespace Gantry.Management.Simulators;

/// <summary>The way to a simulator's control endpoint: the same as that of its requests, with the same guard.</summary>
internal interface ISimulatorDoor
{
    /// <param name="rows">The configuration.</param>
    /// <param name="upstream">Its name; the caller has made sure that it is a simulator.</param>
    /// <param name="method">Of HTTP.</param>
    /// <param name="script">JSON; null for nothing.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>What it answered: JSON, or nothing.</returns>
    /// <exception cref="Contracts.Manage.RefusedException">It has no address, cannot be reached, or does not answer as a simulator does.</exception>
    Task<string> ScriptsAsync(CatalogRows rows, string upstream, HttpMethod method, string? script, CancellationToken cancellation);
}
