using Gantry.Catalog;
using Gantry.Contracts.Manage.Teams;
using Gantry.Management.Http;
using Gantry.Management.Usages;

namespace Gantry.Management.Teams;

/// <summary>What a whole team does and pays, and the teams that one is in.</summary>
internal sealed class TeamWorkResource : IManageResource
{
    public static readonly ManageRoute Mine =
        ManageRoute.Get("me/teams", "listMyTeams", ManageScopes.AccountsRead, "List your teams, your budget in each and what is left of it.") with { Role = AccountRole.User };

    public static readonly ManageRoute Leave =
        ManageRoute.Delete("me/teams/{id}", "leaveTeam", ManageScopes.AccountsWrite, "member.leave", "Leave a team: your keys there are revoked.") with { Role = AccountRole.User };

    public static readonly ManageRoute Keys =
        ManageRoute.Get("teams/{id}/keys", "listTeamKeys", ManageScopes.KeysRead, "List all client keys of a team you manage.") with { Role = AccountRole.User };

    public static readonly ManageRoute RevokeKey =
        ManageRoute.Delete("teams/{id}/keys/{key}", "revokeTeamKey", ManageScopes.KeysWrite, "key.revoke", "Revoke a client key of a team you manage, for good.") with { Role = AccountRole.User };

    public static readonly ManageRoute Wallet =
        ManageRoute.Get("teams/{id}/wallet", "getTeamWallet", ManageScopes.MoneyRead, "Show the wallet of a team you manage.") with { Role = AccountRole.User };

    public static readonly ManageRoute Entries =
        ManageRoute.Get("teams/{id}/wallet/entries", "listTeamEntries", ManageScopes.MoneyRead, "List what moved in the wallet of a team you manage, newest first.") with { Role = AccountRole.User };

    public static readonly ManageRoute Records =
        ManageRoute.Get("teams/{id}/usage/records", "listTeamUsage", ManageScopes.UsageRead, "List the requests of a team you manage, newest first.") with { Role = AccountRole.User };

    public static readonly ManageRoute Sums =
        ManageRoute.Get("teams/{id}/usage/sums", "sumTeamUsage", ManageScopes.UsageRead, "Sum the usage of a team you manage and what it paid by day, model or key.") with { Role = AccountRole.User };

    public static readonly ManageRoute Request =
        ManageRoute.Get("teams/{id}/requests/{request}", "getTeamRequest", ManageScopes.UsageRead, "Show a request of a team you manage with all that explains its charge.") with { Role = AccountRole.User };

    public string Name => "work of teams";

    public IEnumerable<ManageEndpoint> Endpoints =>
    [
        ManageEndpoint.Lists(Mine, call => call.Service<IMyTeams>().ListAsync(call.Caller, call.Page(), call.Stop), ManageFilter.Search("the name")),
        ManageEndpoint.Ends(Leave, call => call.Service<IMyTeams>().LeaveAsync(call.Caller, call.Id(), call.Stop)),
        ManageEndpoint.Lists(Keys, call => call.Service<ITeamWork>().KeysAsync(call.Caller, call.Id(), call.Page(), call.Stop), ManageFilter.Search("the name")),
        ManageEndpoint.Deletes(RevokeKey, call => call.Service<ITeamWork>().RevokeKeyAsync(call.Caller, call.Id(), call.Id("key"), call.Tag, call.Stop)),
        ManageEndpoint.Reads(Wallet, call => call.Service<ITeamWork>().WalletAsync(call.Caller, call.Id(), call.Stop)),
        ManageEndpoint.Lists(Entries, call => call.Service<ITeamWork>().EntriesAsync(call.Caller, call.Id(), call.Page(), call.Stop)),
        ManageEndpoint.Lists(Records, call => call.Service<ITeamWork>().RecordsAsync(call.Caller, call.Id(), UsageResource.Records(call), call.Stop), UsageResource.Filters),
        ManageEndpoint.Reads(Sums, call => call.Service<ITeamWork>().SumAsync(call.Caller, call.Id(), UsageResource.Summed(call), call.Stop), UsageResource.SumFilters),
        ManageEndpoint.Reads(Request, call => call.Service<ITeamWork>().RequestAsync(call.Caller, call.Id(), call.Text("request"), call.Stop)),
    ];
}
