using Gantry.Billing;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Usages;
using Gantry.Management.Http;

namespace Gantry.Management.Usages;

/// <inheritdoc cref="IUsageAdmin"/>
internal sealed class UsageAdmin(Admission admission, UsageTables tables, IUsageLog log) : IUsageAdmin
{
    public async Task<Page<RecordView>> ListAsync(IActor who, RecordQuery query, CancellationToken cancellation)
    {
        admission.Check(who, UsageResource.List);
        return await tables.ListAsync(query.AccountId, query, seesUpstreams: true, cancellation);
    }

    public async Task<UsageSums> SumAsync(IActor who, SumQuery query, CancellationToken cancellation)
    {
        admission.Check(who, UsageResource.Sums);
        return await tables.SumAsync(query.AccountId, query, seesAccounts: true, cancellation);
    }

    public async Task<RequestReport> GetAsync(IActor who, string id, CancellationToken cancellation)
    {
        admission.Check(who, UsageResource.Get);
        return await tables.ReportAsync(UsageTables.IsId(id) ? await log.FindAsync(id, cancellation) : null, seesUpstreams: true, cancellation);
    }
}
