using Gantry.Contracts.Manage.Groups;
using Gantry.Management.Http;

namespace Gantry.Management.Groups;

/// <summary>Groups. Their factors and prices are prices: writing them asks for a fresh proof.</summary>
internal sealed class GroupResource : IManageResource
{
    public static readonly ManageRoute List = ManageRoute.Get("groups", "listGroups", ManageScopes.CatalogRead, "List groups.");
    public static readonly ManageRoute Get = ManageRoute.Get("groups/{name}", "getGroup", ManageScopes.CatalogRead, "Show a group.");
    public static readonly ManageRoute Create = ManageRoute.Post("groups", "createGroup", ManageScopes.CatalogWrite, "group.create", "Make a group.") with { StepUp = true };
    public static readonly ManageRoute Edit = ManageRoute.Patch("groups/{name}", "editGroup", ManageScopes.CatalogWrite, "group.edit", "Edit a group.") with { StepUp = true };
    public static readonly ManageRoute Delete = ManageRoute.Delete("groups/{name}", "deleteGroup", ManageScopes.CatalogWrite, "group.delete", "Delete a group with its deployments.");

    public string Name => "groups";

    public IEnumerable<ManageEndpoint> Endpoints =>
    [
        ManageEndpoint.Lists(List, call => call.Service<IGroupAdmin>().ListAsync(call.Caller, call.Page(), call.Stop), ManageFilter.Search("the name")),
        ManageEndpoint.Gets(Get, call => call.Service<IGroupAdmin>().GetAsync(call.Caller, call.Text("name"), call.Stop)),
        ManageEndpoint.Creates<GroupDraft, GroupView>(Create, (call, draft) => call.Service<IGroupAdmin>().CreateAsync(call.Caller, draft, call.Stop), made => made.Name),
        ManageEndpoint.Edits<GroupTerms, GroupView>(Edit, (call, change) => call.Service<IGroupAdmin>().EditAsync(call.Caller, call.Text("name"), change, call.Tag, call.Stop)),
        ManageEndpoint.Deletes(Delete, call => call.Service<IGroupAdmin>().DeleteAsync(call.Caller, call.Text("name"), call.Tag, call.Stop)),
    ];
}
