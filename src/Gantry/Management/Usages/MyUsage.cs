using Gantry.Billing;
using Gantry.Catalog;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Usages;
using Gantry.Management.Http;

namespace Gantry.Management.Usages;

/// <inheritdoc cref="IMyUsage"/>
internal sealed class MyUsage(Admission admission, UsageTables tables, IUsageReader reader, UsageDoor door, ITeamPages teams) : IMyUsage
{
    public async Task<Page<RecordView>> ListAsync(IActor who, RecordQuery query, CancellationToken cancellation) =>
        await tables.ListAsync(await door.OwnerAsync(admission.Check(who, MyUsageResource.List).AccountId, query.TeamId, cancellation), query, seesUpstreams: false, cancellation);

    public async Task<UsageSums> SumAsync(IActor who, SumQuery query, CancellationToken cancellation) =>
        await tables.SumAsync(await door.OwnerAsync(admission.Check(who, MyUsageResource.Sums).AccountId, query.TeamId, cancellation), query, seesAccounts: false, cancellation);

    public async Task<RequestReport> GetAsync(IActor who, string id, CancellationToken cancellation)
    {
        var me = admission.Check(who, MyUsageResource.Get).AccountId;
        return await tables.ReportAsync(UsageTables.IsId(id) ? await FindAsync(me, id, cancellation) : null, seesUpstreams: false, cancellation);
    }

    private async Task<StoredRequest?> FindAsync(Guid me, string id, CancellationToken cancellation)
    {
        if (await reader.FindAsync(me, id, cancellation) is { } own) return own;
        foreach (var (team, _) in await teams.OfPersonAsync(me, cancellation))
        {
            if (await reader.FindAsync(new UsageOwner(team.Id, me), id, cancellation) is { } there) return there;
        }

        return null;
    }
}
