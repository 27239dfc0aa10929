using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Routes;
using Gantry.Management.Http;

namespace Gantry.Management.Routes;

/// <summary>Which upstream would serve whom, for operators.</summary>
internal sealed class RouteResource : IManageResource
{
    public static readonly ManageRoute Explain = ManageRoute.Get("route", "explainRoute", ManageScopes.CatalogRead, "Say which upstream would serve a request with a key, which would not, and why.");

    public string Name => "routes";

    public IEnumerable<ManageEndpoint> Endpoints =>
    [
        ManageEndpoint.Reads(
            Explain,
            call => call.Service<IRouteAdmin>().ExplainAsync(
                call.Caller,
                new RouteQuestion
                {
                    KeyId = call.IdQuery("key_id") ?? throw RefusedException.Field("key_id", "is needed: the id of a key"),
                    Model = call.Query("model") ?? throw RefusedException.Field("model", "is needed: the name of a model"),
                    Protocol = call.Query("protocol") ?? "chat",
                    Operation = call.Query("operation") ?? "chat",
                },
                call.Stop),
            new ManageFilter("key_id", "The key that the request would be sent with."),
            new ManageFilter("model", "The model that it would ask for."),
            new ManageFilter("protocol", "chat, responses, messages or gemini; else chat."),
            new ManageFilter("operation", "Such as chat, embeddings or image_generation; else chat.")),
    ];
}
