using Gantry.Billing;
using Gantry.Catalog;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Keys;
using Gantry.Contracts.Manage.Teams;
using Gantry.Contracts.Manage.Usages;
using Gantry.Contracts.Manage.Wallets;
using Gantry.Management.Http;
using Gantry.Management.Keys;
using Gantry.Management.Usages;
using Gantry.Management.Wallets;

namespace Gantry.Management.Teams;

/// <inheritdoc cref="ITeamWork"/>
internal sealed class TeamWork(Admission admission, TeamDoor door, KeyEditing keys, WalletBooks books, UsageTables tables, IUsageReader reader) : ITeamWork
{
    public async Task<Page<KeyView>> KeysAsync(IActor who, Guid team, PageQuery query, CancellationToken cancellation) =>
        await keys.ListAsync(KeyReach.OfAccount(await OpenAsync(who, TeamWorkResource.Keys, team, cancellation)), null, query, cancellation);

    public async Task RevokeKeyAsync(IActor who, Guid team, Guid key, string? tag, CancellationToken cancellation)
    {
        var caller = admission.Check(who, TeamWorkResource.RevokeKey);
        // Asked again with the rows in hand: who managed the team a moment ago may not any more.
        await keys.RevokeAsync(caller, TeamWorkResource.RevokeKey, key, rows => KeyReach.OfAccount(TeamDoor.Find(rows, caller, team).Id), tag, cancellation);
    }

    public async Task<WalletView> WalletAsync(IActor who, Guid team, CancellationToken cancellation) =>
        await books.GetAsync(await OpenAsync(who, TeamWorkResource.Wallet, team, cancellation), cancellation);

    public async Task<Page<EntryView>> EntriesAsync(IActor who, Guid team, PageQuery query, CancellationToken cancellation) =>
        await books.EntriesAsync(await OpenAsync(who, TeamWorkResource.Entries, team, cancellation), query, cancellation);

    public async Task<Page<RecordView>> RecordsAsync(IActor who, Guid team, RecordQuery query, CancellationToken cancellation) =>
        await tables.ListAsync(await OpenAsync(who, TeamWorkResource.Records, team, cancellation), query, seesUpstreams: false, cancellation);

    public async Task<UsageSums> SumAsync(IActor who, Guid team, SumQuery query, CancellationToken cancellation) =>
        await tables.SumAsync(await OpenAsync(who, TeamWorkResource.Sums, team, cancellation), query, seesAccounts: false, cancellation);

    public async Task<RequestReport> RequestAsync(IActor who, Guid team, string id, CancellationToken cancellation)
    {
        var opened = await OpenAsync(who, TeamWorkResource.Request, team, cancellation);
        return await tables.ReportAsync(UsageTables.IsId(id) ? await reader.FindAsync(opened, id, cancellation) : null, seesUpstreams: false, cancellation);
    }

    private async Task<Guid> OpenAsync(IActor who, ManageRoute route, Guid team, CancellationToken cancellation) =>
        (await door.OpenAsync(admission.Check(who, route), team, cancellation)).Id;
}
