using Gantry.Billing;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Usages;
using Gantry.Management.Http;

namespace Gantry.Management.Usages;

/// <inheritdoc cref="IMyUsage"/>
internal sealed class MyUsage(Admission admission, UsageTables tables, IUsageReader reader) : IMyUsage
{
    public Task<Page<RecordView>> ListAsync(IActor who, RecordQuery query, CancellationToken cancellation) =>
        tables.ListAsync(admission.Check(who, MyUsageResource.List).AccountId, query, seesUpstreams: false, cancellation);

    public Task<UsageSums> SumAsync(IActor who, SumQuery query, CancellationToken cancellation) =>
        tables.SumAsync(admission.Check(who, MyUsageResource.Sums).AccountId, query, seesAccounts: false, cancellation);

    public async Task<RequestReport> GetAsync(IActor who, string id, CancellationToken cancellation)
    {
        var me = admission.Check(who, MyUsageResource.Get).AccountId;
        return await tables.ReportAsync(UsageTables.IsId(id) ? await reader.FindAsync(me, id, cancellation) : null, seesUpstreams: false, cancellation);
    }
}
