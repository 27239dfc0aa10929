namespace Gantry.Contracts.Manage.Usages;

/// <summary>The usage of all accounts.</summary>
public interface IUsageAdmin
{
    /// <summary>Records, newest first.</summary>
    Task<Page<RecordView>> ListAsync(IActor who, RecordQuery query, CancellationToken cancellation);

    Task<UsageSums> SumAsync(IActor who, SumQuery query, CancellationToken cancellation);

    /// <summary>One request.</summary>
    /// <param name="who">Who asks.</param>
    /// <param name="id">Its own id, the upstream's of its answer, or that of one of its attempts.</param>
    /// <param name="cancellation">Ends the reading.</param>
    Task<RequestReport> GetAsync(IActor who, string id, CancellationToken cancellation);
}
