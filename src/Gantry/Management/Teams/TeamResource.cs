using Gantry.Catalog;
using Gantry.Contracts.Manage.Teams;
using Gantry.Management.Http;

namespace Gantry.Management.Teams;

/// <summary>Teams and who is in them. What managers may do is open to every role: for whoever does not manage the team it is not there.</summary>
internal sealed class TeamResource : IManageResource
{
    public static readonly ManageRoute List = ManageRoute.Get("teams", "listTeams", ManageScopes.AccountsRead, "List teams.");
    public static readonly ManageRoute Get = ManageRoute.Get("teams/{id}", "getTeam", ManageScopes.AccountsRead, "Show a team, to its managers too.") with { Role = AccountRole.User };
    public static readonly ManageRoute Create = ManageRoute.Post("teams", "createTeam", ManageScopes.AccountsWrite, "team.create", "Make a team, without members.");
    public static readonly ManageRoute Edit = ManageRoute.Patch("teams/{id}", "editTeam", ManageScopes.AccountsWrite, "team.edit", "Edit the caps, the time zone and the plan of a team.");
    public static readonly ManageRoute Disable = ManageRoute.Post("teams/{id}/disable", "disableTeam", ManageScopes.AccountsWrite, "team.disable", "Disable a team: its keys are refused.");
    public static readonly ManageRoute Enable = ManageRoute.Post("teams/{id}/enable", "enableTeam", ManageScopes.AccountsWrite, "team.enable", "Enable a team again.");

    public static readonly ManageRoute Members =
        ManageRoute.Get("teams/{id}/members", "listTeamMembers", ManageScopes.AccountsRead, "List who is in a team you manage.") with { Role = AccountRole.User };

    public static readonly ManageRoute Member =
        ManageRoute.Get("teams/{id}/members/{member}", "getTeamMember", ManageScopes.AccountsRead, "Show a member of a team you manage, and what is left of its budget.") with { Role = AccountRole.User };

    public static readonly ManageRoute Add =
        ManageRoute.Post("teams/{id}/members", "addTeamMember", ManageScopes.AccountsWrite, "member.add", "Take somebody into a team you manage.") with { Role = AccountRole.User };

    public static readonly ManageRoute EditMember =
        ManageRoute.Patch("teams/{id}/members/{member}", "editTeamMember", ManageScopes.AccountsWrite, "member.edit", "Edit the role and the budget of a member.") with { Role = AccountRole.User };

    public static readonly ManageRoute Remove =
        ManageRoute.Delete("teams/{id}/members/{member}", "removeTeamMember", ManageScopes.AccountsWrite, "member.remove", "Take somebody out of a team: its keys there are revoked.") with { Role = AccountRole.User };

    public string Name => "teams";

    public IEnumerable<ManageEndpoint> Endpoints =>
    [
        ManageEndpoint.Lists(
            List,
            call => call.Service<ITeamAdmin>().ListAsync(call.Caller, call.FillPage(new TeamQuery { Disabled = call.Flag("disabled") }), call.Stop),
            ManageFilter.Search("the name"),
            new("disabled", "Only disabled ones, or only those that are not.", "boolean")),
        ManageEndpoint.Gets(Get, call => call.Service<ITeamAdmin>().GetAsync(call.Caller, call.Id(), call.Stop)),
        ManageEndpoint.Creates<TeamDraft, TeamView>(Create, (call, draft) => call.Service<ITeamAdmin>().CreateAsync(call.Caller, draft, call.Stop), made => made.Id.ToString()),
        ManageEndpoint.Edits<TeamTerms, TeamView>(Edit, (call, change) => call.Service<ITeamAdmin>().EditAsync(call.Caller, call.Id(), change, call.Tag, call.Stop)),
        ManageEndpoint.Changes(Disable, call => call.Service<ITeamAdmin>().DisableAsync(call.Caller, call.Id(), call.Tag, call.Stop)),
        ManageEndpoint.Changes(Enable, call => call.Service<ITeamAdmin>().EnableAsync(call.Caller, call.Id(), call.Tag, call.Stop)),
        ManageEndpoint.Lists(Members, call => call.Service<ITeamMembers>().ListAsync(call.Caller, call.Id(), call.Page(), call.Stop), ManageFilter.Search("the address")),
        ManageEndpoint.Gets(Member, call => call.Service<ITeamMembers>().GetAsync(call.Caller, call.Id(), call.Id("member"), call.Stop)),
        ManageEndpoint.Creates<MemberDraft, MemberView>(
            Add, (call, draft) => call.Service<ITeamMembers>().AddAsync(call.Caller, call.Id(), draft, call.Stop), added => added.AccountId.ToString()),
        ManageEndpoint.Edits<MemberTerms, MemberView>(
            EditMember, (call, change) => call.Service<ITeamMembers>().EditAsync(call.Caller, call.Id(), call.Id("member"), change, call.Tag, call.Stop)),
        ManageEndpoint.Deletes(Remove, call => call.Service<ITeamMembers>().RemoveAsync(call.Caller, call.Id(), call.Id("member"), call.Tag, call.Stop)),
    ];
}
