using Gantry.Contracts.Manage.Deployments;
using Gantry.Management.Http;

namespace Gantry.Management.Deployments;

/// <summary>Deployments.</summary>
internal sealed class DeploymentResource : IManageResource
{
    public static readonly ManageRoute List = ManageRoute.Get("deployments", "listDeployments", ManageScopes.CatalogRead, "List deployments.");
    public static readonly ManageRoute Get = ManageRoute.Get("deployments/{id}", "getDeployment", ManageScopes.CatalogRead, "Show a deployment.");
    public static readonly ManageRoute Create = ManageRoute.Post("deployments", "createDeployment", ManageScopes.CatalogWrite, "deployment.create", "Make a deployment.");
    public static readonly ManageRoute Edit = ManageRoute.Patch("deployments/{id}", "editDeployment", ManageScopes.CatalogWrite, "deployment.edit", "Edit a deployment.");
    public static readonly ManageRoute Delete = ManageRoute.Delete("deployments/{id}", "deleteDeployment", ManageScopes.CatalogWrite, "deployment.delete", "Delete a deployment.");

    public string Name => "deployments";

    public IEnumerable<ManageEndpoint> Endpoints =>
    [
        ManageEndpoint.Lists(
            List,
            call => call.Service<IDeploymentAdmin>().ListAsync(call.Caller, call.FillPage(new DeploymentQuery { Group = call.Query("group"), Upstream = call.Query("upstream") }), call.Stop),
            ManageFilter.Search("the model"),
            new("group", "Only those of this group."),
            new("upstream", "Only those at this upstream.")),
        ManageEndpoint.Gets(Get, call => call.Service<IDeploymentAdmin>().GetAsync(call.Caller, call.Text("id"), call.Stop)),
        ManageEndpoint.Creates<DeploymentDraft, DeploymentView>(Create, (call, draft) => call.Service<IDeploymentAdmin>().CreateAsync(call.Caller, draft, call.Stop), made => made.Id),
        ManageEndpoint.Edits<DeploymentTerms, DeploymentView>(Edit, (call, change) => call.Service<IDeploymentAdmin>().EditAsync(call.Caller, call.Text("id"), change, call.Tag, call.Stop)),
        ManageEndpoint.Deletes(Delete, call => call.Service<IDeploymentAdmin>().DeleteAsync(call.Caller, call.Text("id"), call.Tag, call.Stop)),
    ];
}
