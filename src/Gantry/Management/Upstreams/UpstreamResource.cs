using Gantry.Contracts.Manage.Upstreams;
using Gantry.Management.Http;

namespace Gantry.Management.Upstreams;

/// <summary>Upstreams and their credentials. Every write asks for a fresh proof: a changed address takes the credentials elsewhere.</summary>
internal sealed class UpstreamResource : IManageResource
{
    public static readonly ManageRoute List = ManageRoute.Get("upstreams", "listUpstreams", ManageScopes.CatalogRead, "List upstreams.");
    public static readonly ManageRoute Get = ManageRoute.Get("upstreams/{name}", "getUpstream", ManageScopes.CatalogRead, "Show an upstream.");
    public static readonly ManageRoute Create = ManageRoute.Post("upstreams", "createUpstream", ManageScopes.CatalogWrite, "upstream.create", "Make an upstream with its credentials.") with { StepUp = true };
    public static readonly ManageRoute Edit = ManageRoute.Patch("upstreams/{name}", "editUpstream", ManageScopes.CatalogWrite, "upstream.edit", "Edit an upstream.") with { StepUp = true };
    public static readonly ManageRoute Delete =
        ManageRoute.Delete("upstreams/{name}", "deleteUpstream", ManageScopes.CatalogWrite, "upstream.delete", "Delete an upstream with its credentials and deployments.") with { StepUp = true };

    public static readonly ManageRoute AddCredential =
        ManageRoute.Post("upstreams/{name}/credentials", "addCredential", ManageScopes.CatalogWrite, "credential.create", "Add a credential to an upstream.") with { StepUp = true };

    public static readonly ManageRoute EditCredential =
        ManageRoute.Patch("upstreams/{name}/credentials/{id}", "editCredential", ManageScopes.CatalogWrite, "credential.edit", "Disable a credential of an upstream, or enable it again.") with { StepUp = true };

    public static readonly ManageRoute RemoveCredential =
        ManageRoute.Delete("upstreams/{name}/credentials/{id}", "removeCredential", ManageScopes.CatalogWrite, "credential.delete", "Remove a credential of an upstream.") with { StepUp = true };

    public static readonly ManageRoute Probe =
        ManageRoute.Post("upstreams/{name}/test", "testUpstream", ManageScopes.CatalogWrite, "upstream.test", "Ask an upstream for one word with each of its credentials, in one protocol or in each that it speaks.");

    public static readonly ManageRoute Models =
        ManageRoute.Post("upstreams/{name}/models", "readUpstreamModels", ManageScopes.CatalogWrite, "upstream.models", "Ask an upstream which models it has.");

    public static readonly ManageRoute Offer =
        ManageRoute.Post("upstreams/{name}/offers", "offerUpstreamModels", ManageScopes.CatalogWrite, "upstream.offer", "Make a group serve models of an upstream: makes what is missing of models, deployments and the group.") with { StepUp = true };

    public string Name => "upstreams";

    public IEnumerable<ManageEndpoint> Endpoints =>
    [
        ManageEndpoint.Lists(List, call => call.Service<IUpstreamAdmin>().ListAsync(call.Caller, call.Page(), call.Stop), ManageFilter.Search("the name")),
        ManageEndpoint.Gets(Get, call => call.Service<IUpstreamAdmin>().GetAsync(call.Caller, call.Text("name"), call.Stop)),
        ManageEndpoint.Creates<UpstreamDraft, UpstreamView>(Create, (call, draft) => call.Service<IUpstreamAdmin>().CreateAsync(call.Caller, draft, call.Stop), made => made.Name),
        ManageEndpoint.Edits<UpstreamTerms, UpstreamView>(Edit, (call, change) => call.Service<IUpstreamAdmin>().EditAsync(call.Caller, call.Text("name"), change, call.Tag, call.Stop)),
        ManageEndpoint.Deletes(Delete, call => call.Service<IUpstreamAdmin>().DeleteAsync(call.Caller, call.Text("name"), call.Tag, call.Stop)),
        ManageEndpoint.Changes<CredentialDraft, UpstreamView>(AddCredential, (call, draft) => call.Service<IUpstreamAdmin>().AddCredentialAsync(call.Caller, call.Text("name"), draft, call.Stop)) with { TakesTag = false },
        ManageEndpoint.Edits<CredentialTerms, UpstreamView>(EditCredential, (call, change) => call.Service<IUpstreamAdmin>().EditCredentialAsync(call.Caller, call.Text("name"), call.Id(), change, call.Tag, call.Stop)),
        ManageEndpoint.Ends(RemoveCredential, call => call.Service<IUpstreamAdmin>().RemoveCredentialAsync(call.Caller, call.Text("name"), call.Id(), call.Stop)),
        ManageEndpoint.Acts<UpstreamProbe, ProbeReport>(Probe, (call, probe) => call.Service<IUpstreamAdmin>().ProbeAsync(call.Caller, call.Text("name"), probe, call.Stop)),
        ManageEndpoint.Acts<UpstreamModelsQuery, UpstreamModels>(Models, (call, query) => call.Service<IUpstreamAdmin>().ModelsAsync(call.Caller, call.Text("name"), query, call.Stop)),
        ManageEndpoint.Acts<UpstreamOffer, UpstreamOffered>(Offer, (call, offer) => call.Service<IUpstreamAdmin>().OfferAsync(call.Caller, call.Text("name"), offer, call.Stop)),
    ];
}
