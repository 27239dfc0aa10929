namespace Gantry.Contracts.Manage.Usages;

/// <summary>One's own usage: what belongs to others is not there.</summary>
public interface IMyUsage
{
    /// <inheritdoc cref="IUsageAdmin.ListAsync"/>
    Task<Page<RecordView>> ListAsync(IActor who, RecordQuery query, CancellationToken cancellation);

    Task<UsageSums> SumAsync(IActor who, SumQuery query, CancellationToken cancellation);

    /// <inheritdoc cref="IUsageAdmin.GetAsync"/>
    Task<RequestReport> GetAsync(IActor who, string id, CancellationToken cancellation);
}
