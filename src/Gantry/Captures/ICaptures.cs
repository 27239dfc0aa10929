namespace Gantry.Captures;

/// <summary>What is kept of requests whose keys want it, for the tenant of the key: an account, or a member of a team.</summary>
internal interface ICaptures
{
    /// <summary>Null where nothing is kept, where its time is over, and where it is another tenant's.</summary>
    Task<Capture?> FindAsync(Guid tenant, string requestId, CancellationToken cancellation);

    /// <summary>Deletes what is kept of a request.</summary>
    /// <returns>False where there is nothing of this tenant.</returns>
    Task<bool> DeleteAsync(Guid tenant, string requestId, CancellationToken cancellation);
}
