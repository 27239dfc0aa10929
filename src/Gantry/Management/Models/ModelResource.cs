using Gantry.Contracts.Manage.Models;
using Gantry.Management.Http;

namespace Gantry.Management.Models;

/// <summary>Models and what they cost. What changes a price asks for a fresh proof.</summary>
internal sealed class ModelResource : IManageResource
{
    public static readonly ManageRoute List = ManageRoute.Get("models", "listModels", ManageScopes.CatalogRead, "List models.");
    public static readonly ManageRoute Get = ManageRoute.Get("models/{id}", "getModel", ManageScopes.CatalogRead, "Show a model.");
    public static readonly ManageRoute Create = ManageRoute.Post("models", "createModel", ManageScopes.CatalogWrite, "model.create", "Make a model with its price.") with { StepUp = true };
    public static readonly ManageRoute Edit = ManageRoute.Patch("models/{id}", "editModel", ManageScopes.CatalogWrite, "model.edit", "Edit a model, but not its price.");
    public static readonly ManageRoute Delete = ManageRoute.Delete("models/{id}", "deleteModel", ManageScopes.CatalogWrite, "model.delete", "Delete a model with its deployments.");
    public static readonly ManageRoute Prices = ManageRoute.Get("models/{id}/prices", "getPrices", ManageScopes.CatalogRead, "Show what a model costs, and is going to cost.");

    public static readonly ManageRoute SetPrices =
        ManageRoute.Patch("models/{id}/prices", "editPrices", ManageScopes.CatalogWrite, "price.change", "Change what a model costs, and is going to cost.") with { StepUp = true };

    public static readonly ManageRoute Versions =
        ManageRoute.Get("models/{id}/price-versions", "listPriceVersions", ManageScopes.CatalogRead, "List every price that a model had, has and will have, in all lists; the newest first.");

    public string Name => "models";

    public IEnumerable<ManageEndpoint> Endpoints =>
    [
        ManageEndpoint.Lists(List, call => call.Service<IModelAdmin>().ListAsync(call.Caller, call.Page(), call.Stop), ManageFilter.Search("the id")),
        ManageEndpoint.Gets(Get, call => call.Service<IModelAdmin>().GetAsync(call.Caller, call.Text("id"), call.Stop)),
        ManageEndpoint.Creates<ModelDraft, ModelView>(Create, (call, draft) => call.Service<IModelAdmin>().CreateAsync(call.Caller, draft, call.Stop), made => made.Id),
        ManageEndpoint.Edits<ModelTerms, ModelView>(Edit, (call, change) => call.Service<IModelAdmin>().EditAsync(call.Caller, call.Text("id"), change, call.Tag, call.Stop)),
        ManageEndpoint.Deletes(Delete, call => call.Service<IModelAdmin>().DeleteAsync(call.Caller, call.Text("id"), call.Tag, call.Stop)),
        ManageEndpoint.Gets(Prices, call => call.Service<IModelAdmin>().PricesAsync(call.Caller, call.Text("id"), call.Stop)),
        ManageEndpoint.Edits<ModelPrices, ModelPrices>(SetPrices, (call, change) => call.Service<IModelAdmin>().SetPricesAsync(call.Caller, call.Text("id"), change, call.Tag, call.Stop)),
        ManageEndpoint.Lists(Versions, call => call.Service<IModelAdmin>().VersionsAsync(call.Caller, call.Text("id"), call.Page(), call.Stop)),
    ];
}
