using System.Text.Json;
using System.Text.Json.Serialization;
using Gantry.Access;
using Gantry.Contracts.Status;
using Gantry.Protocols;
using Gantry.Relay;
using Gantry.Snapshot;

namespace Gantry.Hosting;

/// <summary><c>GET /api/status</c>: how groups and models do, as the status page shows it; to a key its own groups where the page is not public.</summary>
internal static class StatusEndpoint
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static void MapStatus(this IEndpointRouteBuilder app) => app.MapGet(DeclaredEndpoints.Status.Path, WriteAsync);

    private static async Task WriteAsync(HttpContext http, SnapshotHolder snapshots, AccessCheck access, IServiceStatus service)
    {
        var snapshot = snapshots.Current;
        HashSet<string>? groups = null;
        if (!service.IsPublic)
        {
            var decision = access.Identify(snapshot, http.Request);
            if (decision.Refusal is { } refusal)
            {
                await ModelsHandler.WriteErrorAsync(http, Protocol.Chat, refusal with { RequestId = http.Response.Headers[RequestIds.Header].ToString() });
                return;
            }

            groups = [.. decision.Key!.Groups.Select(group => group.Name)];
        }

        var status = await service.GetAsync(http.RequestAborted);
        var shown = groups is null ? status : status with { Groups = [.. status.Groups.Where(group => groups.Contains(group.Name))] };
        await http.Response.WriteAsJsonAsync(shown, Json, http.RequestAborted);
    }
}
