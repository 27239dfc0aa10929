namespace Gantry.Captures;

/// <summary>What is kept of requests whose keys want it.</summary>
internal interface ICaptures
{
    /// <summary>Null where nothing is kept, where its time is over, and where it is another account's.</summary>
    Task<Capture?> FindAsync(Guid account, string requestId, CancellationToken cancellation);

    /// <summary>Deletes what is kept of a request.</summary>
    /// <returns>False where there is nothing of this account.</returns>
    Task<bool> DeleteAsync(Guid account, string requestId, CancellationToken cancellation);
}
